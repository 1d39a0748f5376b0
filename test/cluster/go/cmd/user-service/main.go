// Command user-service is the gRPC server of the test pods. Its environment makes it show
// each fault that the scenarios diagnose. config.go lists the variables.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	config, err := configFromEnv(os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "user-service:", err)
		os.Exit(2)
	}
	switch config.start {
	case "crash":
		fmt.Println("crashing, as START=crash asks")
		os.Exit(1)
	case "complete":
		return
	}
	if err := run(config); err != nil {
		fmt.Fprintln(os.Stderr, "user-service:", err)
		os.Exit(1)
	}
}

// run serves until SIGTERM, and returns when the drain is over.
func run(config config) error {
	steer := make(chan os.Signal, 1)
	signal.Notify(steer, syscall.SIGUSR1, syscall.SIGUSR2)
	terminate := make(chan os.Signal, 1)
	if config.drain == "ignore" {
		signal.Ignore(syscall.SIGTERM)
	} else {
		signal.Notify(terminate, syscall.SIGTERM)
	}

	select {
	case <-time.After(config.startDelay):
	case <-terminate:
		return nil
	}
	server, err := start(config)
	if err != nil {
		return err
	}
	for {
		select {
		case signalled := <-steer:
			server.health.setOverall(overallAfter(signalled))
		case <-terminate:
			server.drain(config)
			return nil
		case err := <-server.failed:
			return err
		}
	}
}
