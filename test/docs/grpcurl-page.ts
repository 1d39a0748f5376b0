import { readCorpus } from "../grpcurl/corpus.ts";
import { DIFFERENCES, type KnownDifference } from "../grpcurl/differences.ts";
import { FLAGS, type FlagRow } from "../grpcurl/flags.ts";

/** Returns docs/grpcurl.md: each flag of grpcurl beside ours, and the differences that the comparison found. */
export function grpcurlPage(): string {
	const corpus = readCorpus();
	const example = (name: string) =>
		corpus.find(({ differs }) => differs.includes(name))?.text ?? "";
	return `# If you know grpcurl

\`\`\`
grpcurl -plaintext localhost:8080 list                     kubectl grpc list deploy/users
grpcurl -plaintext localhost:8080 describe pkg.Service     kubectl grpc describe deploy/users pkg.Service
grpcurl -plaintext -d '{"id": 1}' \\
  localhost:8080 pkg.Service/Method                        kubectl grpc call deploy/users pkg.Service/Method -d '{"id": 1}'
\`\`\`

You need no port-forward: the target is a pod, a workload, a Service or a selector. \`HOST:PORT\` in its place calls an address, with the same flags. The
command comes before the target, and \`call\` is a command too. Flags may have one dash or two, and may stand anywhere. If the server answers with a status
other than OK, the exit status is 64 plus its code, as in grpcurl; [exit-status.md](exit-status.md) has the other failures. SSLKEYLOGFILE works as in
grpcurl.

## Flags

| grpcurl | here | |
|---|---|---|
${FLAGS.map(flagLine).join("\n")}

## What differs

The test suite runs the same ${corpus.length} command lines with grpcurl 1.9.4 and with the plugin (\`test/grpcurl/cases\`). The servers use grpc-go, grpc-js,
grpcio and grpc-java, or are the test servers of grpcurl and grpcui. Messages are compared as values, lists and descriptions as text, statuses by code,
message and details, and written schemas by their descriptors. The two programs have different error messages, so for a failure without a status the
test only checks that both fail. For a status that no server sent, it checks the code.

This list has every difference that was found. The line below each one is an example, with grpcurl's arguments.

${Object.entries(DIFFERENCES)
	.map(([name, difference]) => differenceText(difference, example(name)))
	.join("\n")}`;
}

function flagLine({ name, shown, note = "" }: FlagRow): string {
	return `| \`-${name}\` | ${shown} | ${note.replaceAll("|", "\\|")} |`
		.replaceAll("auto|only|off", "auto\\|only\\|off")
		.replaceAll("  |", " |");
}

function differenceText(
	{ grpcurl, ours, reason }: KnownDifference,
	example: string,
): string {
	return `- grpcurl ${grpcurl}. Here: ${ours}. ${reason}

      ${example}
`;
}
