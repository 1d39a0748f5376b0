import { executableOfArchive } from "../package/executable-of-archive.ts";

const executable = executableOfArchive();
process.once("exit", executable.remove);

/** The executable as krew installs it. It is removed when this process ends. */
export const PLUGIN: readonly [string] = [executable.path];
