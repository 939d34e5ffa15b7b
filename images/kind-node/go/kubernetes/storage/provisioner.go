// Package storage gives each claim of its StorageClass a folder of the node as a
// volume, and removes the folder when the claim is gone.
//
// One provisioner runs on each node and serves only the claims whose pods the
// scheduler put there, so nothing has to be started to make or remove a folder.
// It may be killed at any line: what it repeats after that has the same result.
package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

// What the scheduler writes on a claim that waits for its first pod.
const selectedNode = "volume.kubernetes.io/selected-node"

type provisioner struct {
	node string
	path string   // where the folders are, as the node names it
	root *os.Root // the same place; no name leads out of it
}

func newProvisioner(node, path string) (*provisioner, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &provisioner{node: node, path: filepath.Clean(path), root: root}, nil
}

// ShouldProvision is true for the claims of this node.
func (p *provisioner) ShouldProvision(_ context.Context, claim *corev1.PersistentVolumeClaim) bool {
	return claim.Annotations[selectedNode] == p.node
}

// ShouldDelete is true for the volumes of this node.
func (p *provisioner) ShouldDelete(_ context.Context, volume *corev1.PersistentVolume) bool {
	return volumeNode(volume) == p.node
}

// Provision makes the claim's folder and describes it as a volume.
func (p *provisioner) Provision(_ context.Context, options controller.ProvisionOptions) (*corev1.PersistentVolume, controller.ProvisioningState, error) {
	claim := options.PVC
	if err := supported(claim); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	folder := strings.Join([]string{options.PVName, claim.Namespace, claim.Name}, "_")
	if err := p.root.Mkdir(folder, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, controller.ProvisioningFinished, err
	}
	if err := p.root.Chmod(folder, 0o777); err != nil { // pods of any user write to it, whatever the umask is here
		return nil, controller.ProvisioningFinished, err
	}
	kind := corev1.HostPathDirectoryOrCreate
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: options.PVName},
		Spec: corev1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   claim.Spec.AccessModes,
			VolumeMode:                    claim.Spec.VolumeMode,
			Capacity:                      corev1.ResourceList{corev1.ResourceStorage: claim.Spec.Resources.Requests[corev1.ResourceStorage]},
			PersistentVolumeSource: corev1.PersistentVolumeSource{
				HostPath: &corev1.HostPathVolumeSource{Path: filepath.Join(p.path, folder), Type: &kind},
			},
			NodeAffinity: onlyOn(p.node),
		},
	}, controller.ProvisioningFinished, nil
}

// Delete removes the folder of a volume, and refuses a folder that is not the volume's own.
func (p *provisioner) Delete(_ context.Context, volume *corev1.PersistentVolume) error {
	if volume.Spec.HostPath == nil {
		return fmt.Errorf("volume %s has no folder", volume.Name)
	}
	parent, folder := filepath.Split(volume.Spec.HostPath.Path)
	if filepath.Clean(parent) != p.path || !strings.HasPrefix(folder, volume.Name+"_") {
		return fmt.Errorf("%s is not the folder of volume %s", volume.Spec.HostPath.Path, volume.Name)
	}
	return p.root.RemoveAll(folder)
}

// sweep removes the folders of claims that were deleted after their folder was made and before their volume was, because
// this program was killed in between. They are empty; one that is not is somebody's data, and stays.
func (p *provisioner) sweep(ctx context.Context, client kubernetes.Interface) error {
	folders, err := fs.ReadDir(p.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, folder := range folders {
		volume, _, ours := strings.Cut(folder.Name(), "_")
		if !ours {
			continue
		}
		_, err := client.CoreV1().PersistentVolumes().Get(ctx, volume, metav1.GetOptions{})
		if err == nil {
			continue
		}
		if !apierrors.IsNotFound(err) {
			return err
		}
		_ = p.root.Remove(folder.Name())
	}
	return nil
}

// supported tells what a folder of a node cannot do.
func supported(claim *corev1.PersistentVolumeClaim) error {
	if claim.Spec.Selector != nil || claim.Spec.DataSource != nil || claim.Spec.DataSourceRef != nil {
		return errors.New("a folder of the node is always new: neither selector nor data source is supported")
	}
	for _, mode := range claim.Spec.AccessModes {
		if mode != corev1.ReadWriteOnce && mode != corev1.ReadWriteOncePod {
			return fmt.Errorf("a folder of the node is there for the pods of one node only: access mode %s is not supported", mode)
		}
	}
	return nil
}

// onlyOn ties a volume to a node by the label that kubelet gives it, which is its name where nothing overrides it.
func onlyOn(node string) *corev1.VolumeNodeAffinity {
	here := corev1.NodeSelectorRequirement{Key: corev1.LabelHostname, Operator: corev1.NodeSelectorOpIn, Values: []string{node}}
	return &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{
		NodeSelectorTerms: []corev1.NodeSelectorTerm{{MatchExpressions: []corev1.NodeSelectorRequirement{here}}},
	}}
}

// volumeNode reads what onlyOn wrote; a volume's node cannot be changed later.
func volumeNode(volume *corev1.PersistentVolume) string {
	if affinity := volume.Spec.NodeAffinity; affinity != nil && affinity.Required != nil {
		for _, term := range affinity.Required.NodeSelectorTerms {
			for _, rule := range term.MatchExpressions {
				if rule.Key == corev1.LabelHostname && len(rule.Values) == 1 {
					return rule.Values[0]
				}
			}
		}
	}
	return ""
}
