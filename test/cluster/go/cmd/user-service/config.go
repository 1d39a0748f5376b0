package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

type servingStatus = healthpb.HealthCheckResponse_ServingStatus

// config is the parsed environment. Where several values are listed, the first is the default.
type config struct {
	address     string // BIND (all, pod, localhost; pod needs POD_IP) and PORT (50051)
	protocol    string // PROTOCOL: grpc, http1, silent, malformed, reset, none
	start       string // START: serve, crash, complete
	startDelay  time.Duration
	drain       string // DRAIN: graceful, abrupt, ignore
	drainWait   time.Duration
	callDelay   time.Duration // CALL_DELAY: GetUser answers after this long
	listRepeat  int           // LIST_REPEAT: how often ListUsers goes through its users
	admin       string        // ADMIN: on, off
	metricsPort string        // METRICS_PORT: empty, or a port for /metrics over HTTP
	reflection  []string      // REFLECTION: v1,v1alpha (any subset), off
	schema      string        // SCHEMA: v1, v2: which user.proto reflection describes
	health      healthConfig
	certificate string // TLS_CERT_PEM
	key         string // TLS_KEY_PEM
	clientCA    string // TLS_CLIENT_CA_PEM: clients must show a certificate it signed
}

type healthConfig struct {
	registered string                   // HEALTH: on, off
	statuses   map[string]servingStatus // HEALTH_STATUS, HEALTH_SERVICES
	watch      string                   // HEALTH_WATCH: on, unimplemented
	list       string                   // HEALTH_LIST: on, unimplemented
	delay      time.Duration            // HEALTH_DELAY: Check answers after this long
	hostile    string                   // HEALTH_HOSTILE: empty, escapes, huge, endless
}

// configFromEnv reads every variable and reports all wrong ones at once.
func configFromEnv(getenv func(string) string) (config, error) {
	env := environment{getenv: getenv}
	parsed := config{
		address:     env.address(),
		protocol:    env.oneOf("PROTOCOL", "grpc", "http1", "silent", "malformed", "reset", "none"),
		start:       env.oneOf("START", "serve", "crash", "complete"),
		startDelay:  env.duration("START_DELAY"),
		drain:       env.oneOf("DRAIN", "graceful", "abrupt", "ignore"),
		drainWait:   env.duration("DRAIN_WAIT"),
		callDelay:   env.duration("CALL_DELAY"),
		listRepeat:  env.count("LIST_REPEAT"),
		admin:       env.oneOf("ADMIN", "on", "off"),
		metricsPort: getenv("METRICS_PORT"),
		reflection:  env.reflection(),
		schema:      env.oneOf("SCHEMA", "v1", "v2"),
		certificate: getenv("TLS_CERT_PEM"),
		key:         getenv("TLS_KEY_PEM"),
		clientCA:    getenv("TLS_CLIENT_CA_PEM"),
		health: healthConfig{
			registered: env.oneOf("HEALTH", "on", "off"),
			statuses:   env.healthStatuses(),
			watch:      env.oneOf("HEALTH_WATCH", "on", "unimplemented"),
			list:       env.oneOf("HEALTH_LIST", "on", "unimplemented"),
			delay:      env.duration("HEALTH_DELAY"),
			hostile:    env.oneOf("HEALTH_HOSTILE", "", "escapes", "huge", "endless"),
		},
	}
	return parsed, errors.Join(env.wrong...)
}

// environment collects the errors, so that a mistyped manifest can be corrected in one step.
type environment struct {
	getenv func(string) string
	wrong  []error
}

func (e *environment) fail(name, value, allowed string) {
	e.wrong = append(e.wrong, fmt.Errorf("%s=%q: %s", name, value, allowed))
}

func (e *environment) oneOf(name string, values ...string) string {
	value := cmp.Or(e.getenv(name), values[0])
	if !slices.Contains(values, value) {
		e.fail(name, value, "allowed are "+strings.Join(values, ", "))
	}
	return value
}

func (e *environment) duration(name string) time.Duration {
	value := cmp.Or(e.getenv(name), "0s")
	parsed, err := time.ParseDuration(value)
	if err != nil || parsed < 0 {
		e.fail(name, value, "wants a duration such as 250ms or 2s")
	}
	return parsed
}

func (e *environment) count(name string) int {
	value := cmp.Or(e.getenv(name), "1")
	parsed, err := strconv.Atoi(value)
	if err != nil || parsed < 1 {
		e.fail(name, value, "wants a whole number from 1")
	}
	return parsed
}

func (e *environment) address() string {
	host := "0.0.0.0"
	switch e.oneOf("BIND", "all", "pod", "localhost") {
	case "pod":
		if host = e.getenv("POD_IP"); net.ParseIP(host) == nil {
			e.fail("POD_IP", host, "BIND=pod wants the pod's address here (fieldRef status.podIP)")
		}
	case "localhost":
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, cmp.Or(e.getenv("PORT"), "50051"))
}

func (e *environment) reflection() []string {
	value := cmp.Or(e.getenv("REFLECTION"), "v1,v1alpha")
	if value == "off" {
		return nil
	}
	versions := strings.Split(value, ",")
	for _, version := range versions {
		if version != "v1" && version != "v1alpha" {
			e.fail("REFLECTION", value, "allowed are v1, v1alpha, both with a comma, or off")
		}
	}
	return versions
}

func (e *environment) healthStatuses() map[string]servingStatus {
	overall := e.status("HEALTH_STATUS", cmp.Or(e.getenv("HEALTH_STATUS"), "SERVING"))
	statuses := map[string]servingStatus{"": overall, userServiceName: overall}
	for entry := range strings.SplitSeq(e.getenv("HEALTH_SERVICES"), ",") {
		if entry == "" {
			continue
		}
		service, status, _ := strings.Cut(entry, "=")
		statuses[service] = e.status("HEALTH_SERVICES", status)
	}
	return statuses
}

func (e *environment) status(name, value string) servingStatus {
	status, err := parseStatus(value)
	if err != nil {
		e.fail(name, value, err.Error())
	}
	return status
}

// parseStatus accepts the statuses that a server may set. SERVICE_UNKNOWN is an answer of Watch only.
func parseStatus(value string) (servingStatus, error) {
	status, known := healthpb.HealthCheckResponse_ServingStatus_value[value]
	if !known || servingStatus(status) == healthpb.HealthCheckResponse_SERVICE_UNKNOWN {
		return 0, errors.New("allowed are SERVING, NOT_SERVING, UNKNOWN")
	}
	return servingStatus(status), nil
}
