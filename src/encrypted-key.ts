/** Whether a PEM private key needs a passphrase, by the heads of PKCS #8 (RFC 5958) and of OpenSSL's older form (RFC 1421). */
export function isEncryptedKey(pem: string): boolean {
	return /-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem);
}
