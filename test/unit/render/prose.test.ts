import { describe, expect, it } from "vitest";
import { formatAge } from "../../../src/age.ts";
import { formatDuration } from "../../../src/render/duration.ts";
import {
	counted,
	formatCount,
	shortenPodName,
} from "../../../src/render/prose.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("durations", () => {
	it.each([
		[0, "0.0ms"],
		[0.42, "0.4ms"],
		[2.1, "2.1ms"],
		[9.94, "9.9ms"],
		[9.96, "10.0ms"],
		[12.3, "12ms"],
		[999.4, "999ms"],
		[999.6, "1.0s"],
		[1234, "1.2s"],
		[59_940, "59.9s"],
		[59_960, "60s"],
		[65_000, "65s"],
		[310_000, "5m10s"],
		[-5, "-5.0ms"],
		[Number.NaN, "-"],
	])("%d ms is %s", (durationMs, text) => {
		expect(formatDuration(durationMs)).toBe(text);
	});

	// The cases of k8s.io/apimachinery/pkg/util/duration/duration_test.go.
	it.each([
		[SECOND, "1s"],
		[70 * SECOND, "70s"],
		[190 * SECOND, "3m10s"],
		[70 * MINUTE, "70m"],
		[47 * HOUR, "47h"],
		[49 * HOUR, "2d1h"],
		[8 * DAY + 2 * HOUR, "8d"],
		[367 * DAY, "367d"],
		[365 * 2 * DAY + 25 * HOUR, "2y1d"],
		[365 * 8 * DAY + 2 * HOUR, "8y"],
		[3 * HOUR, "3h"],
		[3 * DAY, "3d"],
		[310 * SECOND, "5m10s"],
		[2 * MINUTE, "2m"],
		[-SECOND, "0s"],
		[-2 * SECOND, "<invalid>"],
		[Number.NaN, "<invalid>"],
	])("an age of %d ms is %s", (ageMs, text) => {
		expect(formatAge(ageMs)).toBe(text);
	});
});

describe("numbers and nouns", () => {
	it.each([
		[0, "0"],
		[999, "999"],
		[1204, "1,204"],
		[1234567, "1,234,567"],
		[-1204, "-1,204"],
	])("%d is %s", (count, text) => {
		expect(formatCount(count)).toBe(text);
	});

	it.each([
		[1, "pod", undefined, "1 pod"],
		[0, "pod", undefined, "0 pods"],
		[1204, "reply", "replies", "1,204 replies"],
	])("%d %s", (count, one, many, text) => {
		expect(counted(count, one, many)).toBe(text);
	});
});

describe("names in prose", () => {
	it.each([
		["user-service-7f98d6c569-r84bt", "…-r84bt"],
		["agent-x7k2p", "…-x7k2p"],
		["db-0", "db-0"],
		["user-service", "user-service"],
		["web-admin", "web-admin"],
		["-r84bt", "-r84bt"],
		["", ""],
	])("%s is %s", (name, short) => {
		expect(shortenPodName(name)).toBe(short);
	});
});
