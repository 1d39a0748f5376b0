import { readCorpus } from "../grpcurl/corpus.ts";
import { DIFFERENCES, type KnownDifference } from "../grpcurl/differences.ts";
import { FLAGS, type FlagRow } from "../grpcurl/flags.ts";

/** Returns docs/grpcurl.md: each flag of grpcurl beside ours, and the differences that the comparison found. */
export function grpcurlPage(): string {
	const corpus = readCorpus();
	const example = (name: string) =>
		corpus.find(({ differs }) => differs.includes(name))?.text ?? "";
	return `# For those who know grpcurl

\`\`\`
grpcurl -plaintext localhost:8080 list                     kubectl grpc list deploy/users
grpcurl -plaintext localhost:8080 describe pkg.Service     kubectl grpc describe deploy/users pkg.Service
grpcurl -plaintext -d '{"id": 1}' \\
  localhost:8080 pkg.Service/Method                        kubectl grpc call deploy/users pkg.Service/Method -d '{"id": 1}'
\`\`\`

No port-forward: the target is a pod, a workload, a Service or a selector. \`HOST:PORT\` in its place calls an address, with the
same flags. The command stands before the target, \`call\` too. Flags have one dash or two and stand anywhere. A status ends with exit
status 64 + its code, as grpcurl's does; other failures end as [exit-status.md](exit-status.md) says. SSLKEYLOGFILE is honoured, as there.

## Flags

| grpcurl | here | |
|---|---|---|
${FLAGS.map(flagLine).join("\n")}

## What differs

The test suite asks grpcurl 1.9.4 and the plugin the same ${corpus.length} questions (\`test/grpcurl/cases\`), about servers of
grpc-go, grpc-js, grpcio, grpc-java, and grpcurl's and grpcui's own test servers. Messages are compared as values, lists and
descriptions as text, statuses by code, message and details, written schemas by their descriptors. Both fail in words of their
own: what is compared of a failure that is no status is that there is one, and of a status that no server sent, its code.
Everything that differed is here; the line below each is one such question, in grpcurl's words.

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
