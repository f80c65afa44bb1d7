// Command goyaml reads YAML texts as Go's programs do.
//
// Usage: goyaml < TEXTS. Before each text stands its length in bytes, in decimal, and a line end.
//
// It prints one JSON object per text, in the same order: for each reader the documents that are not
// null, or why it refuses the text.
//
//	{"kubectl": {"documents": [...]}, "kustomize": {"error": "..."}, "handed": "...", ...}
//
// The source of go.yaml.in/yaml/v2 is the same from v2.4.2 (kustomize 5.8.1) to v2.4.4 (kubectl
// 1.37), and so is that of go.yaml.in/yaml/v3 in v3.0.3 and v3.0.4, of sigs.k8s.io/yaml in v1.5.0
// and v1.6.0: one of each is enough.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	goyaml "go.yaml.in/yaml/v3"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

// What an error begins with where kustomize has read the text, but cannot write it.
const afterReading = "after reading: "

type document = json.RawMessage

type reading struct {
	Documents []document `json:"documents"`
	Error     string     `json:"error,omitempty"`
}

type report struct {
	// What kubectl sends to the server.
	Kubectl reading `json:"kubectl"`
	// What kustomize builds, where the text is a resource.
	Kustomize reading `json:"kustomize"`
	// What yaml.v3 makes of the text by itself.
	V3 reading `json:"v3"`
	// What a KRM function gets from kustomize, for each document as its configuration: its stdin.
	Handed []string `json:"handed"`
}

func main() {
	debug.SetMaxStack(64 << 20) // kustomize recurses without end on some aliases
	debug.SetGCPercent(400)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	if err := run(bufio.NewReaderSize(os.Stdin, 1<<20), json.NewEncoder(out)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := out.Flush(); err != nil {
		os.Exit(1)
	}
}

func run(in *bufio.Reader, out *json.Encoder) error {
	out.SetEscapeHTML(false)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF && line == "" {
			return nil
		}
		if err != nil {
			return err
		}
		length, err := strconv.Atoi(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return err
		}
		text := make([]byte, length)
		if _, err := io.ReadFull(in, text); err != nil {
			return err
		}
		if err := out.Encode(readings(text)); err != nil {
			return err
		}
	}
}

func readings(text []byte) report {
	var handed []string
	return report{
		Kubectl: guarded(kubectl, text),
		V3:      guarded(v3, text),
		Kustomize: guarded(func(text []byte) ([]document, error) {
			built, texts, err := kustomize(text)
			handed = texts
			return built, err
		}, text),
		Handed: handed,
	}
}

// guarded calls a reader; where it panics, it cannot read the text.
func guarded(read func([]byte) ([]document, error), text []byte) (found reading) {
	defer func() {
		if crash := recover(); crash != nil {
			found = reading{Error: fmt.Sprint("panic: ", crash)}
		}
	}()
	documents, err := read(text)
	if err != nil {
		return reading{Error: err.Error()}
	}
	return reading{Documents: append([]document{}, documents...)}
}

// kubectl reads as resource.StreamVisitor in k8s.io/cli-runtime.
func kubectl(text []byte) ([]document, error) {
	var found []document
	decoder := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		var data document
		if err := decoder.Decode(&data); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, err
		}
		data = bytes.TrimSpace(data)
		if len(data) > 0 && !bytes.Equal(data, []byte("null")) {
			found = append(found, data)
		}
	}
}

// v3 reads as a program that decodes every document.
func v3(text []byte) ([]document, error) {
	var found []document
	decoder := goyaml.NewDecoder(bytes.NewReader(text))
	for {
		var data any
		if err := decoder.Decode(&data); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, err
		}
		if data == nil {
			continue
		}
		converted, err := json.Marshal(withTextKeys(data))
		if err != nil {
			return nil, err
		}
		found = append(found, converted)
	}
}

// withTextKeys is for what JSON cannot say: maps whose keys are numbers or booleans.
func withTextKeys(data any) any {
	switch data := data.(type) {
	case map[any]any:
		found := make(map[string]any, len(data))
		for key, value := range data {
			found[fmt.Sprint(key)] = withTextKeys(value)
		}
		return found
	case map[string]any:
		for key, value := range data {
			data[key] = withTextKeys(value)
		}
	case []any:
		for index, value := range data {
			data[index] = withTextKeys(value)
		}
	}
	return data
}

// kustomize reads resources as resource.Factory, writes what it builds as resource.Resource.AsYAML,
// and hands configurations over as fnplugin and runtimeutil do, in sigs.k8s.io/kustomize.
func kustomize(text []byte) (built []document, handed []string, err error) {
	reader := kio.ByteReader{
		OmitReaderAnnotations: true,
		AnchorsAweigh:         true,
		DisableUnwrapping:     true,
		Reader:                bytes.NewReader(text),
	}
	nodes, err := reader.Read()
	if err != nil {
		return nil, nil, err
	}
	built, handed, err = build(nodes)
	if err != nil {
		err = fmt.Errorf("%s%w", afterReading, err)
	}
	return built, handed, err
}

func build(nodes []*kyaml.RNode) (built []document, handed []string, err error) {
	for _, node := range nodes {
		if node.YNode().Kind == kyaml.ScalarNode {
			data, err := scalar(node)
			if err != nil {
				return nil, nil, err
			}
			built, handed = append(built, data), append(handed, "")
			continue
		}
		data, err := node.MarshalJSON()
		if err != nil {
			return nil, nil, err
		}
		written, err := yaml.JSONToYAML(data)
		if err != nil {
			return nil, nil, err
		}
		given, err := functionConfig(written)
		if err != nil {
			return nil, nil, err
		}
		built, handed = append(built, data), append(handed, given)
	}
	return built, handed, nil
}

// scalar is for texts that are no resource; kustomize has no use for them.
func scalar(node *kyaml.RNode) (document, error) {
	var data any
	if err := node.YNode().Decode(&data); err != nil {
		return nil, err
	}
	return json.Marshal(data)
}

func functionConfig(written []byte) (string, error) {
	config, err := kyaml.Parse(string(written))
	if err != nil {
		return "", err
	}
	var given bytes.Buffer
	writer := kio.ByteWriter{
		Writer:             &given,
		FunctionConfig:     config,
		WrappingKind:       kio.ResourceListKind,
		WrappingAPIVersion: kio.ResourceListAPIVersion,
	}
	err = writer.Write(nil)
	return given.String(), err
}
