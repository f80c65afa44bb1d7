// Package program has what the mains of this module share: several programs in one file.
package program

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
)

// Commands are made when they run and not before: each registers flags and metrics.
type Commands map[string]func() *cobra.Command

// Run runs the command that has the name by which this program is called.
func (commands Commands) Run() {
	name := filepath.Base(os.Args[0])
	command, known := commands[name]
	if !known {
		fmt.Fprintf(os.Stderr, "no program is named %q\n", name)
		os.Exit(2)
	}
	os.Exit(cli.Run(command()))
}

// NewKeyCommand prints a private key that signs the tokens of service accounts: no openssl is needed.
func NewKeyCommand() *cobra.Command {
	return &cobra.Command{Use: "service-account-key", RunE: func(*cobra.Command, []string) error {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return err
		}
		bytes, err := x509.MarshalECPrivateKey(key)
		if err != nil {
			return err
		}
		return pem.Encode(os.Stdout, &pem.Block{Type: "EC PRIVATE KEY", Bytes: bytes})
	}}
}
