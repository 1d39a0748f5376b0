// The Java that serves: libraries and the compiled server, made once.
import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages, type Packages } from "../cluster/install.ts";
import { call } from "../cluster/shell.ts";
import { madeOnce } from "./made-once.ts";

const POM = join(import.meta.dirname, "servers/java/pom.xml");
const SERVER = join(import.meta.dirname, "servers/java/Echo.java");

const PACKAGES: Packages = { javac: "default-jdk-headless", mvn: "maven" };

/** For a start of a second, in little memory. */
const FLAGS = [
	"-XX:+UseSerialGC",
	"-XX:TieredStopAtLevel=1",
	"-Xshare:auto",
	"-Xmx256m",
];

/** Gives the call of servers/java/Echo.java, which its argument follows; fetches its libraries with Maven and compiles it the first time. */
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
		// Not the user's, which no two Mavens may write to at once.
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
