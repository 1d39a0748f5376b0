import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The executable as krew installs it, from the archive that `npm run package` has made; gone when this process ends. */
export const PLUGIN: readonly [string] = [unpacked()];

function unpacked(): string {
	const packages = join(import.meta.dirname, "../../dist/packages");
	const arch = process.arch === "x64" ? "amd64" : process.arch;
	const [archive] = globSync(join(packages, `*_linux_${arch}.tar.gz`));
	if (archive === undefined) throw new Error(`no archive in ${packages}`);
	const folder = mkdtempSync(join(tmpdir(), "kubectl-grpc-bench-"));
	process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
	execFileSync("tar", ["-xzf", archive, "-C", folder]);
	return join(folder, "kubectl-grpc");
}
