// The Python that serves: a virtual environment of its own, made once and kept beside what else can be made again.
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { call } from "../cluster/shell.ts";
import { cacheFolder } from "../cluster/state.ts";

const REQUIREMENTS = join(import.meta.dirname, "servers/requirements.txt");

/** Gives a Python interpreter that has servers/requirements.txt; installs it from PyPI the first time. */
export async function installPython(): Promise<string> {
	const hash = createHash("sha256").update(readFileSync(REQUIREMENTS));
	const environment = join(
		cacheFolder(),
		"python",
		hash.digest("hex").slice(0, 16),
	);
	if (!existsSync(environment)) await create(environment);
	return join(environment, "bin/python");
}

/** Made beside its place and then moved there, so that an environment that exists is whole. Only pip's own script knows its path. */
async function create(environment: string): Promise<void> {
	const partial = `${environment}.${process.pid}`;
	mkdirSync(dirname(environment), { recursive: true });
	try {
		await call("python3", ["-m", "venv", partial]);
		await call(join(partial, "bin/python"), [
			"-m",
			"pip",
			"install",
			"--quiet",
			"--disable-pip-version-check",
			"--requirement",
			REQUIREMENTS,
		]);
		if (!existsSync(environment)) renameSync(partial, environment);
	} finally {
		rmSync(partial, { recursive: true, force: true });
	}
}
