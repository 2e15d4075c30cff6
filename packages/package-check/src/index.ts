export { checkPackage } from "./check-package.ts";
export { packPackage } from "./pack-package.ts";
export { findPublished, type PublishedPackage } from "./published.ts";
