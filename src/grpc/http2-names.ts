/** Frame types of RFC 9113 section 6, by name. Those of extensions have higher numbers. */
export const FRAME_TYPE = {
	DATA: 0x0,
	HEADERS: 0x1,
	PRIORITY: 0x2,
	RST_STREAM: 0x3,
	SETTINGS: 0x4,
	PUSH_PROMISE: 0x5,
	PING: 0x6,
	GOAWAY: 0x7,
	WINDOW_UPDATE: 0x8,
	CONTINUATION: 0x9,
} as const;

/** Error codes of RFC 9113 section 7, by number. */
const ERROR_CODES = [
	"NO_ERROR",
	"PROTOCOL_ERROR",
	"INTERNAL_ERROR",
	"FLOW_CONTROL_ERROR",
	"SETTINGS_TIMEOUT",
	"STREAM_CLOSED",
	"FRAME_SIZE_ERROR",
	"REFUSED_STREAM",
	"CANCEL",
	"COMPRESSION_ERROR",
	"CONNECT_ERROR",
	"ENHANCE_YOUR_CALM",
	"INADEQUATE_SECURITY",
	"HTTP_1_1_REQUIRED",
] as const;

/** Returns the name of an HTTP/2 error code, as in GOAWAY and RST_STREAM; an unknown code as `0x1f`. */
export function http2ErrorName(code: number): string {
	return ERROR_CODES[code] ?? `0x${code.toString(16)}`;
}

/** Settings of RFC 9113 section 6.5.2 and RFC 8441, by number. */
const SETTINGS: Readonly<Record<number, string>> = {
	1: "HEADER_TABLE_SIZE",
	2: "ENABLE_PUSH",
	3: "MAX_CONCURRENT_STREAMS",
	4: "INITIAL_WINDOW_SIZE",
	5: "MAX_FRAME_SIZE",
	6: "MAX_HEADER_LIST_SIZE",
	8: "ENABLE_CONNECT_PROTOCOL",
};

/** Returns the name of an HTTP/2 setting; an unknown one as `0x1f`. */
export function settingName(id: number): string {
	return SETTINGS[id] ?? `0x${id.toString(16)}`;
}
