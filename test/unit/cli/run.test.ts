import { expect, onTestFinished, test, vi } from "vitest";
import { runInProcess } from "../../in-process.ts";

test.each([
	["health --template", "--template is a flag of describe"],
	["health -d x", "-d is a flag of call"],
	["explain --pod x", "--pod is a flag of list, describe and call"],
	["health --repeat 3", "--repeat is a flag of call"],
	["health --wach", "did you mean --watch?"],
	["health -x", "--help lists the flags"],
	["health --version", 'did you mean "kubectl grpc version"?'],
	["-version", 'did you mean "kubectl grpc version"?'],
	["-max-msg-sz 9 localhost:1 a.S/M", "did you mean --max-msg-size?"],
	[
		"-unix /tmp/a.sock list",
		"lend the socket a port and name 127.0.0.1:50051: socat TCP-LISTEN:50051,bind=127.0.0.1,fork UNIX-CONNECT:PATH",
	],
	["call svc/a GetB -f b.json", "requests go with -d @FILE"],
	["list --filename b.proto", "schemas go with --proto or --protoset"],
	["health -f", "--watch follows"],
	["health --timeout=60s", "--wait=DURATION waits that long"],
	["call svc/a GetB --timeout=5s", "--max-time=DURATION is the deadline"],
	["diff svc/a --timeout=5s", "--help lists the flags"],
	["call svc/a GetB --constructor", "--help lists the flags"],
	[
		"call svc/a GetB --rps=50",
		"with --repeat, --interval=100ms starts ten calls a second",
	],
	["health --rps=50", "--help lists the flags"],
	["health --ns shop", "-n NAME, or --namespace=NAME"],
	["list --no-color", "--color=never, or NO_COLOR=1"],
	["call svc/a GetB --via", "--via=service"],
	["list svc/a --pod", "--pod=NAME"],
	["sandbox -s mixed", "for a scenario: --scenario=mixed"],
	["sandbox --server=mixed", "for a scenario: --scenario=mixed"],
])(
	"for a flag of another command the error names that command: %s",
	async (line, hint) => {
		const { status, stderr } = await runInProcess(line.split(" "), { env: {} });
		expect({ status, hint: stderr.split("\n")[1] }).toEqual({
			status: 1,
			hint: `  ${hint}`,
		});
	},
);

test.each([
	["helth", 'did you mean "kubectl grpc health"?'],
	["invoke localhost:50051 a.S/M", 'did you mean "kubectl grpc call"?'],
	["ping deploy/x", 'did you mean "kubectl grpc health"?'],
	["watch deploy/x", 'did you mean "kubectl grpc health --watch"?'],
	["ls deploy/x", 'did you mean "kubectl grpc list"?'],
	["constructor", '"kubectl grpc" alone lists the commands'],
	["Health deploy/x", 'did you mean "kubectl grpc health"?'],
	["HEALTH", 'did you mean "kubectl grpc health"?'],
	["xyzzy", '"kubectl grpc" alone lists the commands'],
	[
		"deploy/user-service",
		"write the command first: kubectl grpc health deploy/user-service",
	],
	[
		"localhost:50051 list",
		"write the command first: kubectl grpc list localhost:50051",
	],
	[
		"-plaintext localhost:50051 describe user.User",
		"write the command first: kubectl grpc describe -plaintext localhost:50051 user.User",
	],
	[
		"-d {} -max-time 5s [::1]:50051 user.UserService/GetUser",
		"write the command first: kubectl grpc call -d '{}' -max-time 5s '[::1]:50051' user.UserService/GetUser",
	],
	[
		"-H authorization:abc localhost:50051 user.UserService/GetUser",
		"write the command first: kubectl grpc call localhost:50051 user.UserService/GetUser, and its flags behind it",
	],
	[
		"--proxy-url http://me:s3cr3t@proxy:3128 localhost:50051 list",
		"write the command first: kubectl grpc list localhost:50051, and its flags behind it",
	],
	[
		"user-service list -plaintext",
		"write the command first: kubectl grpc list user-service -plaintext",
	],
	[
		"user.UserService/GetUser",
		"write a method after a command and a target: kubectl grpc call deploy/user-service user.UserService/GetUser",
	],
	["-o yaml helth deploy/x", 'did you mean "kubectl grpc health"?'],
	["xyzzy -d", '"kubectl grpc" alone lists the commands'],
	[
		"localhost:50051 list -H authorization: Bearer s3cr3t",
		"a header is one word: -H 'NAME: VALUE'; a password has no flag, a token has --token",
	],
	[
		"-H authorization: Bearer s3cr3t localhost:50051 list",
		"a header is one word: -H 'NAME: VALUE'; a password has no flag, a token has --token",
	],
	[
		"localhost:50051 list -H",
		"write the command first: kubectl grpc list localhost:50051, and its flags behind it",
	],
])("in place of a command: %s", async (line, hint) => {
	const { status, stderr } = await runInProcess(line.split(" "), { env: {} });
	expect({ status, hint: stderr.split("\n")[1] }).toEqual({
		status: 1,
		hint: `  ${hint}`,
	});
});

test.each([
	"-H authorization: s3cr3t call localhost:50051 a.S/M",
	"--password s3cr3t call localhost:50051 a.S/M",
	"--username u --password s3cr3t call localhost:50051",
	"--username=u --password s3cr3t localhost:50051 a.S/M",
	"-password s3cr3t call localhost:50051",
	"call -H authorization: s3cr3t localhost:50051 a.S/M",
	"call localhost:50051 -H x-api-key: s3cr3t a.S/M",
	"call localhost:50051 -rpc-header Authorization: Bearer s3cr3t a.S/M",
	"health --header=cookie: s3cr3t localhost:50051",
	"call localhost:50051 -H x-session-id: s3cr3t a.S/M",
	"call localhost:50051 -H x-auth: s3cr3t a.S/M",
	"list -H x-jwt-assertion: s3cr3t localhost:50051",
	"--session-cookie s3cr3t call localhost:50051",
	"--token=s3cr3t localhost:50051 list",
	"localhost:50051 list --token=s3cr3t",
])(
	"a credential in the place of another word is not repeated: %s",
	async (line) => {
		const { status, stderr } = await runInProcess(line.split(" "), { env: {} });
		expect(status).toBe(1);
		expect(stderr).not.toContain("s3cr3t");
	},
);

test.each([
	"-o json version --client",
	"--output json version --client",
	"--output=json version --client",
])("a command's flags stand before it too: %s", async (line) => {
	const { status, stdout } = await runInProcess(line.split(" "), { env: {} });
	expect({ status, start: stdout.slice(0, 1) }).toEqual({
		status: 0,
		start: "{",
	});
});

test.each([
	"",
	"--help",
	"-help",
	"-h",
	"--help=true",
	"help",
	"help help",
	"help --help",
	"-n shop -help",
])('"%s" is an overview', async (line) => {
	const words = line.split(" ").filter((word) => word !== "");
	const { status, stdout } = await runInProcess(words, { env: {} });
	expect(status).toBe(0);
	expect(stdout).toMatch(/^Live gRPC diagnostics/);
});

test.each(["options", "options --help", "help options"])(
	"%s is the flags of every command",
	async (line) => {
		const { status, stdout } = await runInProcess(line.split(" "), { env: {} });
		expect(status).toBe(0);
		expect(stdout).toMatch(/^The following options can be passed to any/);
	},
);

test.each([
	"health --help",
	"health -h",
	"health -help",
	"health --help=true",
	"help health",
	"help -help health",
])("%s is help", async (line) => {
	const { status, stdout } = await runInProcess(line.split(" "), { env: {} });
	expect(status).toBe(0);
	expect(stdout).toMatch(/^Check the gRPC health of every pod/);
});

test.each(["list", "describe"])(
	"a second target of %s is refused before anything is asked, with --record too",
	async (command) => {
		for (const more of ["", " --record=/nowhere/x", " --proto=x.proto"]) {
			const line = `${command} deploy/a deploy/b${more}`;
			const { status, stderr } = await runInProcess(line.split(" "), {
				env: {},
			});
			expect({ status, error: stderr.split("\n")[0] }).toEqual({
				status: 1,
				error: "error: one target is asked, and deploy/b is more",
			});
		}
	},
);

test("a current folder that was removed is not reported as a bug", async () => {
	const line = ["list", "--proto", "user.proto"];
	// A module that is loaded while there is no folder fails for every test after this one.
	await runInProcess(line, { env: {} });
	const removed = vi.spyOn(process, "cwd").mockImplementation(() => {
		const failed = new Error("ENOENT: process.cwd failed");
		throw Object.assign(failed, { code: "ENOENT", syscall: "uv_cwd" });
	});
	onTestFinished(() => removed.mockRestore());
	const { status, stderr } = await runInProcess(line, { env: {} });
	expect({ status, stderr }).toEqual({
		status: 1,
		stderr:
			"error: the current folder is no longer there\n  cd to one that is\n",
	});
});
