export { checkPackage } from "./check-package.ts";
export { secretsOf } from "./find-secrets.ts";
export { packPackage } from "./pack-package.ts";
export { readTarball, type Tarball } from "./read-tarball.ts";
export { findPublished, type PublishedPackage } from "./published.ts";
