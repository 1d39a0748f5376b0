// The Python of the test servers: a virtual environment of its own, made once.
import { join } from "node:path";
import { call } from "../cluster/shell.ts";
import { madeOnce } from "./made-once.ts";

const REQUIREMENTS = join(import.meta.dirname, "servers/requirements.txt");

/** Returns the path of a Python interpreter that has servers/requirements.txt. The first time, it installs them from PyPI. */
export async function installPython(): Promise<string> {
	const environment = await madeOnce("python", [REQUIREMENTS], create);
	return join(environment, "bin/python");
}

/** Of all the files, only pip's own script holds the folder's path, and the folder is moved later. */
async function create(environment: string): Promise<void> {
	await call("python3", ["-m", "venv", environment]);
	await call(join(environment, "bin/python"), [
		"-m",
		"pip",
		"install",
		"--quiet",
		"--disable-pip-version-check",
		"--requirement",
		REQUIREMENTS,
	]);
}
