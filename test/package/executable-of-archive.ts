import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Unpacks the archive that `npm run package` made into a folder of its own, as krew does. @throws when there is no archive */
export function executableOfArchive(): {
	readonly path: string;
	readonly remove: () => void;
} {
	const packages = join(import.meta.dirname, "../../dist/packages");
	const arch = process.arch === "x64" ? "amd64" : process.arch;
	const [archive] = globSync(join(packages, `*_linux_${arch}.tar.gz`));
	if (archive === undefined) throw new Error(`no archive in ${packages}`);
	const folder = mkdtempSync(join(tmpdir(), "kubectl-grpc-executable-"));
	execFileSync("tar", ["-xzf", archive, "-C", folder]);
	return {
		path: join(folder, "kubectl-grpc"),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
