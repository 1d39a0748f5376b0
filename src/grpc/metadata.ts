import type { OutgoingHttpHeaders } from "node:http2";
import { PluginError } from "../errors.ts";
import type { Metadata } from "./channel.ts";

/** Keys that the channel sets itself, or that HTTP/2 forbids (RFC 9113 section 8.2.2). */
const RESERVED: ReadonlySet<string> = new Set([
	"connection",
	"content-length",
	"content-type",
	"grpc-accept-encoding",
	"grpc-encoding",
	"grpc-timeout",
	"host",
	"http2-settings",
	"keep-alive",
	"proxy-connection",
	"te",
	"transfer-encoding",
	"upgrade",
	"user-agent",
]);

/**
 * Keys allowed once in a request. Node refuses a second value (kSingleValueFields of its lib/internal/http2/util.js), so this channel
 * refuses it first with a clearer error.
 */
const SINGLE: ReadonlySet<string> = new Set([
	"access-control-allow-credentials",
	"access-control-max-age",
	"access-control-request-method",
	"age",
	"authorization",
	"content-encoding",
	"content-language",
	"content-location",
	"content-md5",
	"content-range",
	"date",
	"dnt",
	"etag",
	"expires",
	"from",
	"if-match",
	"if-modified-since",
	"if-none-match",
	"if-range",
	"if-unmodified-since",
	"last-modified",
	"location",
	"max-forwards",
	"proxy-authorization",
	"range",
	"referer",
	"retry-after",
	"tk",
	"upgrade-insecure-requests",
	"x-content-type-options",
]);

/** Header-Name and ASCII-Value of grpc/grpc doc/PROTOCOL-HTTP2.md. */
const KEY = /^[0-9a-z_.-]+$/;
const ASCII_VALUE = /^[\x20-\x7e]*$/;
/** A last group of one character encodes no byte, so the text is incomplete. */
const BASE64 = /^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2,3})?={0,2}$/;

/**
 * Converts request metadata to HTTP/2 header fields. `-bin` values may be base64 in either alphabet, padded or not.
 * @throws PluginError `bad-input` naming the key; never the value, which may be a credential
 */
export function toHeaders(metadata: Metadata): OutgoingHttpHeaders {
	// A Map, since an object already has names such as "constructor".
	const headers = new Map<string, string[]>();
	for (const [name, value] of metadata) {
		const key = name.toLowerCase();
		checkKey(name, key);
		const values = headers.get(key) ?? [];
		values.push(key.endsWith("-bin") ? binaryValue(key, value) : value);
		if (!key.endsWith("-bin") && !ASCII_VALUE.test(value))
			throw bad(key, "its value has characters outside printable ASCII");
		if (SINGLE.has(key) && values.length > 1)
			throw bad(key, "it may be given once only");
		headers.set(key, values);
	}
	return Object.fromEntries(headers);
}

function checkKey(name: string, key: string): void {
	if (!KEY.test(key))
		throw bad(name, "a key has only letters, digits, '-', '_' and '.'");
	if (RESERVED.has(key)) throw bad(key, "the channel sets it itself");
}

/** Returns un-padded standard base64, which implementations should emit by the protocol. */
function binaryValue(key: string, value: string): string {
	if (!BASE64.test(value)) throw bad(key, "its value is not base64");
	return Buffer.from(value, "base64").toString("base64").replace(/=+$/, "");
}

function bad(key: string, reason: string): PluginError {
	return new PluginError(
		"bad-input",
		`metadata ${JSON.stringify(key)} cannot be sent: ${reason}`,
	);
}

/**
 * Converts received header fields to metadata, without pseudo-headers. Each `-bin` value is padded standard base64.
 * @param raw alternating names and values as received, since Node's header objects join the values of a name
 * @param omit the fields that the status already has
 */
export function fromHeaders(
	raw: readonly string[],
	omit: readonly string[] = [],
): Metadata {
	const metadata: [string, string][] = [];
	for (let at = 0; at + 1 < raw.length; at += 2) {
		const [key = "", value = ""] = raw.slice(at, at + 2);
		if (key.startsWith(":") || omit.includes(key)) continue;
		for (const single of splitValue(key, value)) metadata.push([key, single]);
	}
	return metadata;
}

/** Splits a field's values. Binary ones may be joined by commas, which base64 has not. An ASCII one may contain a comma. */
function splitValue(key: string, value: string): readonly string[] {
	if (!key.endsWith("-bin")) return [value];
	return value
		.split(",")
		.map((part) => Buffer.from(part.trim(), "base64").toString("base64"));
}
