// The Python that serves: a virtual environment of its own, made once.
import { join } from "node:path";
import { call } from "../cluster/shell.ts";
import { madeOnce } from "./made-once.ts";

const REQUIREMENTS = join(import.meta.dirname, "servers/requirements.txt");

/** Gives a Python interpreter that has servers/requirements.txt; installs it from PyPI the first time. */
export async function installPython(): Promise<string> {
	const environment = await madeOnce("python", [REQUIREMENTS], create);
	return join(environment, "bin/python");
}

/** Only pip's own script knows the folder's path. */
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
