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

/** Gives the name of an HTTP/2 error code, as in GOAWAY and RST_STREAM; an unknown one as `0x1f`. */
export function http2ErrorName(code: number): string {
	return ERROR_CODES[code] ?? `0x${code.toString(16)}`;
}
