// A screen that ends in the way its first argument names, and prints the result of runScreen.
import { writeFileSync } from "node:fs";
import { Text, useApp } from "ink";
import { useEffect } from "react";
import { useKeys } from "../../../../../src/render/ink/keys.ts";
import { runScreen } from "../../../../../src/render/ink/run-screen.tsx";

const way = process.argv[2] ?? "";
const abort = new AbortController();

function Ending() {
	const { exit } = useApp();
	useKeys({
		bindings: [
			{ keys: ["q"], run: () => exit() },
			{ keys: ["e"], run: end },
		],
	});
	useEffect(() => {
		if (way === "throw-in-effect") throw new Error("effect failed");
	}, []);
	if (way === "throw-in-render") throw new Error("render failed");
	return <Text>screen of {process.pid}</Text>;
}

function end() {
	switch (way) {
		case "throw-in-key":
			throw new Error("key failed");
		case "throw-later":
			setTimeout(() => {
				throw new Error("failed later");
			}, 1);
			break;
		case "reject":
			void Promise.reject(new Error("rejected"));
			break;
		case "exit":
			process.exit(7);
			break;
		case "abort":
			abort.abort(new DOMException("stop", "AbortError"));
	}
}

console.log("before the screen");
try {
	await runScreen(<Ending />, {
		stdin: process.stdin,
		stdout: process.stdout,
		stderr: process.stderr,
		colour: "plain",
		signal: abort.signal,
	});
	console.log("ended: quit");
} catch (error) {
	const seen = `ended: ${error instanceof Error ? error.message : error}`;
	if (way === "hang-up") writeFileSync(process.argv[3] ?? "", seen);
	else console.log(seen);
}
