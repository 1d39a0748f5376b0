import { quote } from "../../../kubernetes/quote.ts";
import { listed } from "../../../listed.ts";

/** Services named before the rest is only counted. */
const NAMED_SERVICES = 10;

/** A service name for prose; the empty name stands for the whole server. */
export function quoted(service: string): string {
	return service === "" ? "the whole server" : `"${quote(service)}"`;
}

/** Service names for prose. */
export const allQuoted = (services: readonly string[]): string =>
	listed(services.map(quoted), NAMED_SERVICES);

/** The same without quotation marks, of services that the server itself names. */
export const allNamed = (services: readonly string[]): string =>
	listed(services.map(quote), NAMED_SERVICES);

/** ` for "a.A"`; nothing for the whole server alone. */
export const forServices = (services: readonly string[]): string =>
	services.every((service) => service === "")
		? ""
		: ` for ${allQuoted(services)}`;
