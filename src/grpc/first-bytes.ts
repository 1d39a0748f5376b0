import { tlsAlertName } from "./tls-alert.ts";

/** The protocol that a server's first bytes show. */
export type FirstBytes =
	| { readonly kind: "nothing" }
	| { readonly kind: "http2" }
	| {
			readonly kind: "http1";
			readonly line: string;
			readonly asksForTls: boolean;
	  }
	| { readonly kind: "tls-alert"; readonly alert: string }
	| { readonly kind: "tls" }
	| { readonly kind: "other"; readonly text: string };

/** Enough for a status line, its headers and the sentence of an error page that says "HTTPS". */
const FIRST_BYTES = 1024;
const SHOWN_BYTES = 48;
const SHOWN_LINE_CHARACTERS = 80;

/** Keeps the first bytes of a stream, at most {@link FIRST_BYTES}. */
export type FirstBytesKeeper = {
	readonly keep: (chunk: Uint8Array) => void;
	readonly read: () => FirstBytes;
};

/** Creates a keeper of first bytes. */
export function keepFirstBytes(): FirstBytesKeeper {
	const kept: Uint8Array[] = [];
	let room = FIRST_BYTES;
	return {
		keep(chunk) {
			if (room <= 0) return;
			kept.push(Buffer.from(chunk.subarray(0, room)));
			room -= chunk.length;
		},
		read: () => classifyFirstBytes(Buffer.concat(kept)),
	};
}

/** Determines the protocol from a server's first bytes: HTTP/2, HTTP/1, TLS, or another one, with the bytes escaped. */
export function classifyFirstBytes(bytes: Buffer): FirstBytes {
	if (bytes.length === 0) return { kind: "nothing" };
	const text = bytes.toString("latin1");
	if (/^HTTP\/[01]/.test(text))
		return {
			kind: "http1",
			line: escapeBytes(text.split(/\r?\n/, 1)[0] ?? "", SHOWN_LINE_CHARACTERS),
			asksForTls: /\b(https|ssl|tls)\b/i.test(text),
		};
	if (isTlsRecord(bytes))
		return bytes[0] === 0x15
			? { kind: "tls-alert", alert: tlsAlertName(bytes[6] ?? 0) }
			: { kind: "tls" };
	if (isSettingsFrame(bytes)) return { kind: "http2" };
	return { kind: "other", text: escapeBytes(text, SHOWN_BYTES) };
}

/** Whether bytes begin a record of TLS 1.0–1.3: content type 20–23, version 3.x (RFC 8446 section 5.1). */
function isTlsRecord(bytes: Buffer): boolean {
	const [type = 0, major, minor = 255] = bytes;
	return type >= 0x14 && type <= 0x17 && major === 3 && minor <= 4;
}

/** Whether bytes begin a SETTINGS frame, by as much of its head as has come: type 4 on stream 0. */
function isSettingsFrame(bytes: Buffer): boolean {
	const pattern = [0, undefined, undefined, 4, undefined, 0, 0, 0, 0];
	return pattern.every(
		(byte, at) =>
			byte === undefined || at >= bytes.length || bytes[at] === byte,
	);
}

function escapeBytes(text: string, limit: number): string {
	const shown = text
		.slice(0, limit)
		.replace(/\r/g, "\\r")
		.replace(/\n/g, "\\n")
		.replace(
			/[^\x20-\x7e]/g,
			(character) =>
				`\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
		);
	return text.length > limit ? `${shown}…` : shown;
}

/** Returns the clause that describes what was seen, for an error message: `the server …`. */
export function describeFirstBytes(seen: FirstBytes): string {
	switch (seen.kind) {
		case "nothing":
			return "sent nothing";
		case "http2":
			return "began HTTP/2 and did not finish its SETTINGS";
		case "http1":
			return `answered in HTTP/1: "${seen.line}"`;
		case "tls-alert":
			return `answered with a TLS alert (${seen.alert}): it speaks TLS`;
		case "tls":
			return "answered with a TLS record: it speaks TLS";
		case "other":
			return `sent "${seen.text}", which is not HTTP/2`;
	}
}
