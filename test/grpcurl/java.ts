// The Java of the test servers: libraries and the compiled server, made once.
import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages, type Packages } from "../cluster/install.ts";
import { call } from "../cluster/shell.ts";
import { madeOnce } from "./made-once.ts";

const POM = join(import.meta.dirname, "servers/java/pom.xml");
const SERVER = join(import.meta.dirname, "servers/java/Echo.java");

const PACKAGES: Packages = { javac: "default-jdk-headless", mvn: "maven" };

/** These flags give a start of a second, in little memory. */
const FLAGS = [
	"-XX:+UseSerialGC",
	"-XX:TieredStopAtLevel=1",
	"-Xshare:auto",
	"-Xmx256m",
];

/**
 * Returns the command that runs servers/java/Echo.java, whose argument follows it. The first time, it fetches the libraries
 * with Maven and compiles the server.
 */
export async function installJava(): Promise<
	readonly [file: string, ...args: string[]]
> {
	const folder = await madeOnce("java", [POM, SERVER], create);
	return ["java", ...FLAGS, "-cp", classPath(folder), "Echo"];
}

async function create(folder: string): Promise<void> {
	await installPackages(PACKAGES, console.error);
	const repository = join(folder, "repository");
	await call("mvn", [
		"--batch-mode",
		"--quiet",
		`--file=${POM}`,
		// Not the user's repository, to which two Mavens must not write at once.
		`-Dmaven.repo.local=${repository}`,
		`-DoutputDirectory=${join(folder, "libraries")}`,
		"-DincludeScope=runtime",
		"dependency:copy-dependencies",
	]);
	rmSync(repository, { recursive: true });
	await call("javac", [
		"-nowarn",
		"-d",
		join(folder, "classes"),
		"-cp",
		classPath(folder),
		SERVER,
	]);
}

function classPath(folder: string): string {
	return [join(folder, "classes"), join(folder, "libraries/*")].join(delimiter);
}
