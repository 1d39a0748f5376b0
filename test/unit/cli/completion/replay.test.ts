import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const recording = join(folder, "served.jsonl");
const env = { KUBECTL_GRPC_COMPLETION_TIMEOUT: "1h", KUBECONFIG: "/dev/null" };

beforeAll(async () => {
	const { status, stderr } = await runInProcess(
		["list", "--proto", "test/proto/user.proto", "--record", recording],
		{ env },
	);
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

async function values(...words: readonly string[]): Promise<readonly string[]> {
	const { stdout } = await runInProcess(["__complete", ...words], { env });
	const lines = stdout.trimEnd().split("\n").slice(0, -1);
	return lines.map((line) => line.split("\t")[0] ?? "");
}

test.each([
	[["list", ""], ["user.UserService"]],
	[["describe", "user.UserService.G"], ["user.UserService.GetUser"]],
	[["health", ""], []],
	[["diff", "de"], []],
	[["call", ""], []],
	[["list", "de"], []],
	[["list", "deploy/"], []],
	[["health", "--service", ""], []],
	[["list", "-n", ""], []],
])(
	"with --replay, the candidates for %j come from the recording alone: %j",
	async (words, expected) => {
		const [command = "", ...rest] = words;
		expect(await values(command, "--replay", recording, ...rest)).toEqual(
			expected,
		);
	},
);
