import type { Duplex } from "node:stream";

/**
 * Opens a new byte stream to the server: a tunnel into a pod, or a TCP connection to an address. `grpc/` knows nothing else about where
 * a server is. Rejects with a typed PluginError.
 */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

/** The transport to use. `auto` detects whether the server wants TLS, beginning with `first`. Default: plaintext, as in most pods. */
export type TransportChoice =
	| {
			readonly kind: "auto";
			readonly tls: TlsSettings;
			readonly first?: TransportFact["kind"];
	  }
	| { readonly kind: "plaintext" }
	| { readonly kind: "tls"; readonly tls: TlsSettings };

export type TlsSettings = {
	/** PEM bundle of authorities to trust. Undefined: the system's, and those of NODE_EXTRA_CA_CERTS. */
	readonly ca?: string | undefined;
	/** PEM client certificate chain and key, for mTLS. */
	readonly cert?: string | undefined;
	readonly key?: string | undefined;
	/** Receives each line of keys, in the NSS key log format (draft-ietf-tls-keylogfile). */
	readonly onKeys?: ((line: Uint8Array) => void) | undefined;
	/** Name sent as SNI and verified. Undefined: the host of the authority. */
	readonly serverName?: string | undefined;
	/**
	 * `require`: a certificate that does not verify ends the connection. `report`: the certificate is shown as a fact and the call goes
	 * on. The default is `report` for pods, since a pod has no name to verify, and `require` for addresses.
	 */
	readonly verify: "require" | "report";
};

/** A server certificate as seen, whether it verified or not. */
export type CertificateFact = {
	readonly subject: string;
	readonly issuer: string;
	/** DNS names and IP addresses of the subject alternative name. */
	readonly names: readonly string[];
	/** ISO 8601. */
	readonly validFrom: string;
	readonly validTo: string;
	/** Whole days until validTo at the time it was seen; negative when expired. */
	readonly daysLeft: number;
	readonly sha256: string;
	readonly verified:
		| { readonly ok: true }
		| { readonly ok: false; readonly reason: string };
};

/** What a connection turned out to be. */
export type TransportFact =
	| { readonly kind: "plaintext"; readonly detected: boolean }
	| {
			readonly kind: "tls";
			readonly detected: boolean;
			/** TLSv1.3 … */
			readonly version: string;
			/** `h2`, or undefined where the server chose none (most gRPC clients refuse that: KG121). */
			readonly alpn: string | undefined;
			readonly certificate: CertificateFact;
			readonly clientCertificate: "none" | "sent";
	  };
