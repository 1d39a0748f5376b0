import { expect, test } from "vitest";
import { flagsOfAll } from "../../../src/cli/inherited-flags.ts";
import { COMMANDS } from "../../../src/cli/table.ts";
import { FLAGS } from "../../grpcurl/flags.ts";
import { runInProcess } from "../../in-process.ts";

const NO_ALTS =
	"grpcurl's ALTS has no place here: it works between virtual machines of one cloud, not to pods";

const INSTEAD = {
	alts: NO_ALTS,
	"alts-handshaker-service": NO_ALTS,
	"alts-target-service-account": NO_ALTS,
	"format-error": "-o json has the status, with its details",
	insecure: "did you mean --insecure-skip-verify?",
	"max-msg-sz": "did you mean --max-msg-size?",
	unix: "lend the socket a port and name 127.0.0.1:50051: socat TCP-LISTEN:50051,bind=127.0.0.1,fork UNIX-CONNECT:PATH",
	"use-reflection":
		"the server is asked without it; --reflection=off asks files alone",
	version: 'did you mean "kubectl grpc version"?',
};

test.each(Object.entries(INSTEAD))(
	"grpcurl's -%s is an error that says what to use instead",
	async (name, hint) => {
		const line = ["call", "localhost:1", "pkg.Service/Method", `-${name}`];
		const { status, stderr } = await runInProcess(line, { env: {} });
		expect({ status, hint: stderr.split("\n")[1] }).toEqual({
			status: 1,
			hint: `  ${hint}`,
		});
	},
);

test("every other flag of grpcurl is a flag here", () => {
	const ours = Object.entries(flagsOfAll(COMMANDS)).flatMap(
		([name, { short }]) => [name, short],
	);
	const asTyped = ["help", "vv"];
	const foreign = FLAGS.map(({ name }) => name).filter(
		(name) => !ours.includes(name) && !asTyped.includes(name),
	);
	expect(foreign.toSorted()).toEqual(Object.keys(INSTEAD).toSorted());
});
