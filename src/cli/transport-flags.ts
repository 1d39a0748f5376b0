import { defineFlags } from "./flags.ts";

/** The flags for the connection to a server, the same for every subcommand that opens a channel. */
export const TRANSPORT_FLAGS = defineFlags({
	plaintext: {
		kind: "boolean",
		group: "transport",
		help: "Speak HTTP/2 without TLS. Without this and --tls it is found out which one the server speaks. Metadata goes to an address in plaintext with this flag alone, or on loopback.",
	},
	tls: { kind: "boolean", group: "transport", help: "Speak TLS." },
	cacert: {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "transport",
		help: "Authorities (PEM) that the server's certificate must be signed by, in place of the system's. Implies --tls.",
	},
	cert: {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "transport",
		help: "Client certificate (PEM) for mutual TLS. Implies --tls.",
	},
	key: {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "transport",
		help: "Key (PEM) of the client certificate.",
	},
	"tls-secret": {
		kind: "string",
		placeholder: "[NS/]NAME",
		complete: "tls-secret",
		group: "transport",
		help: "Take tls.crt, tls.key and ca.crt from this Secret. Implies --tls.",
	},
	servername: {
		kind: "string",
		placeholder: "NAME",
		group: "transport",
		help: "Name that the server's certificate must carry, sent as SNI. Implies --tls.",
	},
	"insecure-skip-verify": {
		kind: "boolean",
		group: "transport",
		help: "Go on with a server's certificate that does not verify. Without it that of an address must verify, save for health without metadata; that of a pod need not, unless --cacert or --servername is given.",
	},
	authority: {
		kind: "string",
		placeholder: "NAME",
		group: "transport",
		help: "Value of the :authority header.",
	},
	header: {
		kind: "strings",
		short: "H",
		placeholder: "'NAME: VALUE'",
		group: "transport",
		help: "Metadata to send with every call, or @FILE with one a line; repeatable. A value of a -bin name is base64.",
	},
	"connect-timeout": {
		kind: "duration",
		placeholder: "DURATION",
		default: "10s",
		minimum: "1ms",
		group: "transport",
		help: "How long opening a connection to one pod may take, TLS and HTTP/2 settings included.",
	},
	concurrency: {
		kind: "integer",
		placeholder: "N",
		// client-go lets kubectl make this many requests per second.
		default: 50,
		minimum: 1,
		group: "transport",
		help: "How many pods to work on at once.",
	},
});

/** The flags among them that concern the connection to one server. */
export type ConnectionFlags = Omit<typeof TRANSPORT_FLAGS, "concurrency">;
