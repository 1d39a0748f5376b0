// Answers JSONPath templates as kubectl does, to record what our own evaluator has to answer.
// Reads lines of {"template", "on", "data"}, writes lines of {"template", "on", "output" | "error"}; leaves out those
// whose answer changes from one time to the next, since Go visits a map in no order, and those that end in a panic.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/util/jsonpath"
)

type exchange struct {
	Template string          `json:"template"`
	On       string          `json:"on"`
	Data     json.RawMessage `json:"data,omitempty"`
	Output   *string         `json:"output,omitempty"`
	Error    string          `json:"error,omitempty"`
}

func answer(template string, data json.RawMessage) (output string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	var value any
	// Integers become int64 and the rest float64, as in the unstructured objects that kubectl prints.
	if err := utiljson.Unmarshal(data, &value); err != nil {
		return "", err
	}
	path := jsonpath.New("out").AllowMissingKeys(true)
	if err := path.Parse(template); err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = path.Execute(&out, value)
	return out.String(), err
}

func isUsable(asked exchange, output string, err error) bool {
	if err != nil && strings.HasPrefix(err.Error(), "panic") {
		return false
	}
	for range 20 {
		if again, _ := answer(asked.Template, asked.Data); again != output {
			return false
		}
	}
	return true
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		var asked exchange
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		output, err := answer(asked.Template, asked.Data)
		if !isUsable(asked, output, err) {
			continue
		}
		if err != nil {
			asked.Error = err.Error()
		} else {
			asked.Output = &output
		}
		asked.Data = nil
		if err := encoder.Encode(asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
