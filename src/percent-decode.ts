/** Decodes percent-encoding, as in a segment of a URL. Invalid encoding stays unchanged. */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
