/** Undoes percent-encoding, as of a URL's segment; what is none is left as it is. */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
