// Command argocd is the parts of Argo CD that tests ask, in one file: Argo CD's own code, called in
// process where it needs no cluster.
//
// Usage:
//
//	argocd plugin-server --config-dir-path FOLDER    its config management plugin server, as it is
//	argocd plugin-config FILE...                     how it reads a plugin.yaml, strictly
//	argocd generate [WORKERS]                        Applications' manifests
//	argocd announce SOCKET                           the parameters that a plugin announces
//	argocd compare OPENAPI                           what its diff says: Synced or not
//	argocd applicationset                            the Applications of an ApplicationSet
//
// All but the first print JSON lines; those without files read JSON lines from stdin.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	server "github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
	log "github.com/sirupsen/logrus"
)

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(name string, arguments []string) error {
	if name == "plugin-server" {
		command := server.NewCommand()
		command.SetArgs(arguments)
		return command.Execute()
	}
	log.SetLevel(log.FatalLevel)
	switch name {
	case "plugin-config":
		return readConfigs(arguments)
	case "generate":
		return generateAll(arguments)
	case "announce":
		return announceAll(arguments[0])
	case "compare":
		return compareAll(arguments[0])
	case "applicationset":
		return applicationsOfAll()
	}
	return fmt.Errorf("no command is named %q", name)
}

// answerLines answers every line of stdin, by several workers and then in no order.
func answerLines[Question, Answer any](workers int, answer func(Question) Answer) error {
	lines, out := make(chan []byte), json.NewEncoder(os.Stdout)
	var mutex sync.Mutex
	var group sync.WaitGroup
	var failed error
	for range workers {
		group.Go(func() {
			for line := range lines {
				var question Question
				err := json.Unmarshal(line, &question)
				var found Answer
				if err == nil {
					found = answer(question)
				}
				mutex.Lock()
				if err == nil {
					err = out.Encode(found)
				}
				if err != nil {
					failed = err
				}
				mutex.Unlock()
			}
		})
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		lines <- append([]byte{}, in.Bytes()...)
	}
	close(lines)
	group.Wait()
	if failed == nil {
		failed = in.Err()
	}
	return failed
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
