import { defineFlags } from "./flags.ts";

/** The flags for the connection to a server, the same for every subcommand that opens a channel. */
export const TRANSPORT_FLAGS = defineFlags({
	plaintext: {
		kind: "boolean",
		group: "transport",
		help: "Use HTTP/2 without TLS. Without --plaintext and --tls, the plugin finds out which one the server speaks. It sends metadata in plaintext to an address only with this flag, or on loopback.",
	},
	tls: { kind: "boolean", group: "transport", help: "Use TLS." },
	cacert: {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "transport",
		help: "Certificate authorities (PEM) to verify the server's certificate with, instead of the system's. Implies --tls.",
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
		help: "Private key (PEM) of the client certificate.",
	},
	"tls-secret": {
		kind: "string",
		placeholder: "[NS/]NAME",
		complete: "tls-secret",
		group: "transport",
		help: "Use tls.crt, tls.key and ca.crt of this Secret in the cluster. Implies --tls.",
	},
	servername: {
		kind: "string",
		placeholder: "NAME",
		group: "transport",
		help: "The name that the server's certificate must be valid for. It is also sent as SNI. Implies --tls.",
	},
	"insecure-skip-verify": {
		kind: "boolean",
		group: "transport",
		help: "Accept a server's certificate that does not verify. Without this flag, the certificate of an address must verify, except for health without metadata. That of a pod must verify only with --cacert or --servername.",
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
		help: "Metadata to send with every call, or @FILE to read one from each line; repeatable. Write the value of a -bin name in base64.",
	},
	"connect-timeout": {
		kind: "duration",
		placeholder: "DURATION",
		default: "10s",
		minimum: "1ms",
		group: "transport",
		help: "How long it may take to open the connection to one pod, including TLS and HTTP/2 settings.",
	},
	concurrency: {
		kind: "integer",
		placeholder: "N",
		// client-go lets kubectl make this many requests per second.
		default: 50,
		minimum: 1,
		group: "transport",
		help: "How many pods to ask at the same time.",
	},
});

/** The flags among them that concern the connection to one server. */
export type ConnectionFlags = Omit<typeof TRANSPORT_FLAGS, "concurrency">;
