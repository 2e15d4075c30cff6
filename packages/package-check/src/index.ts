export { checkPackage } from "./check-package.ts";
export { secretsOf } from "./find-secrets.ts";
export { findPnpm, packPackage } from "./pack-package.ts";
export { readTarball, type Tarball } from "./read-tarball.ts";
export { findPublished, type Manifest, type PublishedPackage } from "./published.ts";
