import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { connectionError } from "../../../../src/kubernetes/api/connection-error.ts";
import { createApiClient } from "../../../../src/kubernetes/api.ts";
import {
	type ClusterFlags,
	loadCluster,
} from "../../../../src/kubernetes/cluster.ts";
import {
	createAuthority,
	type KeyPair,
} from "../../../certificates/authority.ts";
import { errorOf } from "../../plugin-error.ts";
import { tcpServer } from "../../tcp-server.ts";
import { startRecordingServer } from "../access/recording-server.ts";
import { useFolder } from "../access/test-folder.ts";

// Broken connections are tried five times: a busy machine needs longer than the usual limit.
vi.setConfig({ testTimeout: 30_000 });

const folder = useFolder();
const authority = await createAuthority();
const names = ["127.0.0.1"];
const good = await authority.issue({ commonName: "api", names });

async function read(flags: ClusterFlags): Promise<unknown> {
	const cluster = await loadCluster(flags, {});
	return createApiClient(cluster).get("/version", (object) =>
		object.text("kind"),
	);
}

/** Reads from a server with this certificate, with the authority trusted. */
async function readFrom(
	pair: KeyPair | undefined,
	flags: ClusterFlags = {},
	host = "127.0.0.1",
) {
	const { url, close } = await startRecordingServer(pair ? { pair } : {});
	onTestFinished(close);
	const certificateAuthority = folder.write("ca.pem", authority.certificate);
	const server = url.replace("127.0.0.1", host);
	return read({ server, certificateAuthority, ...flags });
}

test("where nothing listens, the error says that the API server refuses connections", async () => {
	const error = await errorOf(
		read({ server: "http://127.0.0.1:1" }),
		"api-unreachable",
	);
	expect(error.message).toBe(
		"the API server http://127.0.0.1:1 refuses connections",
	);
	expect(error.hint).toEqual([
		"see that the cluster runs and that this is its address (--server)",
	]);
	expect(error.facts["errno"]).toBe("ECONNREFUSED");
});

test.each([
	["ENOTFOUND", "cannot be found: DNS has no address for api.example.test"],
	["EAI_AGAIN", "cannot be found: DNS has no address for api.example.test"],
	["EHOSTUNREACH", "is out of reach"],
	["ETIMEDOUT", "does not answer"],
	["EMFILE", "cannot be reached: this process may open no more files"],
	["EADDRNOTAVAIL", "cannot be reached: too bad"],
])("%s", (code, message) => {
	const caught = Object.assign(new Error("too bad"), { code });
	const destination = {
		server: "https://api.example.test",
		serverOrigin: "--server",
	};
	expect(connectionError(caught, destination)).toMatchObject({
		code: "api-unreachable",
		message: `the API server https://api.example.test ${message}`,
		facts: { errno: code },
	});
});

test("a certificate of another authority leads to the flag and the field that name authorities", async () => {
	const other = await createAuthority();
	const pair = await other.issue({ commonName: "api", names });
	const error = await errorOf(readFrom(pair), "api-certificate");
	expect(error.message).toContain("comes from an unknown authority");
	expect(error.hint[0]).toContain("certificate-authority in the kubeconfig");
	expect(error.hint[0]).toContain("--certificate-authority");
});

test("a certificate of no known authority is refused when no authority is named", async () => {
	const server = await startRecordingServer({ pair: good });
	onTestFinished(() => server.close());
	const error = await errorOf(read({ server: server.url }), "api-certificate");
	expect(error.message).toContain("comes from an unknown authority");
});

test.each([
	[{ notAfter: new Date(Date.now() - 1000) }, "has expired"],
	[{ notBefore: new Date(Date.now() + 3_600_000) }, "is not valid yet"],
	[{ names: ["10.0.0.1", "api.example.test"] }, "is for another name"],
])("a certificate %j %s", async (flaw, message) => {
	const pair = await authority.issue({ commonName: "api", names, ...flaw });
	const error = await errorOf(readFrom(pair), "api-certificate");
	expect(error.message).toContain(message);
});

test("the names that the certificate holds are told", async () => {
	const pair = await authority.issue({
		commonName: "api",
		names: ["api.example.test"],
	});
	const error = await errorOf(readFrom(pair), "api-certificate");
	expect(error.message).toContain("api.example.test");
	expect(error.hint[0]).toContain("--tls-server-name");
	await readFrom(pair, { tlsServerName: "api.example.test" });
});

test.each<[string, ClusterFlags]>([
	["127.0.0.1", {}],
	["localhost", {}],
	["127.0.0.1", { tlsServerName: "localhost" }],
])(
	"a certificate whose name is its common name alone is refused, as by kubectl: of %s, %j",
	async (host, flags) => {
		const pair = await authority.issue({ commonName: "localhost" });
		const error = await errorOf(readFrom(pair, flags, host), "api-certificate");
		expect(error.message).toContain(
			"names no host as a subject alternative name",
		);
		expect(error.hint).toEqual([
			"issue it anew with one; a common name does not count, for kubectl either",
		]);
	},
);

test("https spoken to an http port leads to the http address", async () => {
	const server = await startRecordingServer();
	onTestFinished(() => server.close());
	const url = server.url.replace("http:", "https:");
	const error = await errorOf(read({ server: url }), "api-unreachable");
	expect(error.message).toContain("does not speak TLS on this port");
	expect(error.hint).toEqual([`try --server=${server.url}`]);
});

/** Starts a raw server that answers the first bytes with the text and then ends. */
async function startRaw(answer: string): Promise<string> {
	const port = await tcpServer((socket) =>
		socket.once("data", () => socket.end(answer)),
	);
	return `http://127.0.0.1:${port}`;
}

test("http spoken to an https port is told by the server's answer", async () => {
	// The answer of Go's net/http.
	const server = await startRaw(
		"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
	);
	const error = await errorOf(read({ server }), "api-unreachable");
	expect(error.message).toContain("speaks https, and --server says http");
});

test("an answer that is no HTTP is told as such", async () => {
	const server = await startRaw("SSH-2.0-OpenSSH_9.6\r\n");
	const error = await errorOf(read({ server }), "api-unreachable");
	expect(error.message).toContain("does not speak HTTP on this port");
});

test("a switch to another protocol that nobody has asked for is told as no HTTP", async () => {
	const server = await startRaw(
		"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
	);
	const error = await errorOf(read({ server }), "api-unreachable");
	expect(error.message).toContain("does not speak HTTP on this port");
});

test("compression that breaks off leads to --disable-compression", async () => {
	const body = gzipSync("{}").subarray(0, 10);
	const server = await startRecordingServer({
		answer: (_, response) =>
			response.writeHead(200, { "content-encoding": "gzip" }).end(body),
	});
	onTestFinished(() => server.close());
	const error = await errorOf(read({ server: server.url }), "api-unreachable");
	expect(error.message).toContain("compresses what cannot be unpacked");
	expect(error.hint).toEqual([
		"a proxy on the way may interfere: try --disable-compression",
	]);
});

test("a TLS handshake that the server refuses has its alert in the error", async () => {
	// A fatal alert, certificate_expired (RFC 8446, section 6). A proxy sends it for an expired client certificate.
	const alert = "\x15\x03\x03\x00\x02\x02\x2d";
	const server = (await startRaw(alert)).replace("http:", "https:");
	const error = await errorOf(read({ server }), "api-unreachable");
	expect(error.message).toMatch(
		/refuses the TLS handshake: .*alert certificate expired$/,
	);
});

test("TLS that breaks after the handshake", () => {
	const caught = Object.assign(
		new Error(
			"40A3EB6E9C7F0000:error:0A000119:SSL routines:tls_get_more_records:decryption failed or bad record mac:../deps/openssl/openssl/ssl/record/methods/tls_common.c:874:\n",
		),
		{ code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" },
	);
	const { message, hint } = connectionError(caught, {
		server: "https://cluster",
		serverOrigin: "--server",
	});
	expect([message, ...hint]).toEqual([
		"the API server https://cluster cannot be reached: TLS fails: decryption failed or bad record mac",
		"a proxy on the way may interfere",
	]);
});

test("a connection that is closed at once", async () => {
	const server = await startRaw("");
	const error = await errorOf(read({ server }), "api-unreachable");
	expect(error.message).toContain("breaks the connection off");
});

test("a connection that is closed after a minute without an answer", () => {
	const reset = Object.assign(new Error("socket hang up"), {
		code: "ECONNRESET",
	});
	const { message, hint } = connectionError(
		reset,
		{ server: "https://cluster", serverOrigin: "--server" },
		60_004,
	);
	expect([message, ...hint]).toEqual([
		"the API server https://cluster breaks the connection off after 60s",
		"it gives up on what it cannot answer in a minute, as when its etcd is slow or gone",
	]);
});
