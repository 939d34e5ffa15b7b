package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

const (
	name   = "storeyard/local-path"
	folder = "pvc-42_store-a_data"
)

func here(t *testing.T) *provisioner {
	t.Helper()
	p, err := newProvisioner("node-1", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func aClass() *storagev1.StorageClass {
	wait, remove := storagev1.VolumeBindingWaitForFirstConsumer, corev1.PersistentVolumeReclaimDelete
	return &storagev1.StorageClass{
		ObjectMeta: metav1.ObjectMeta{Name: "standard"}, Provisioner: name, VolumeBindingMode: &wait, ReclaimPolicy: &remove,
	}
}

func aClaim(node string) *corev1.PersistentVolumeClaim {
	class := "standard"
	return &corev1.PersistentVolumeClaim{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "store-a", Name: "data", UID: "42",
			Annotations: map[string]string{selectedNode: node, "volume.kubernetes.io/storage-provisioner": name},
		},
		Spec: corev1.PersistentVolumeClaimSpec{
			StorageClassName: &class,
			AccessModes:      []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources: corev1.VolumeResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")},
			},
		},
	}
}

func provision(p *provisioner, claim *corev1.PersistentVolumeClaim) (*corev1.PersistentVolume, error) {
	options := controller.ProvisionOptions{StorageClass: aClass(), PVName: "pvc-42", PVC: claim}
	volume, _, err := p.Provision(context.Background(), options)
	return volume, err
}

func exists(p *provisioner, names ...string) bool {
	_, err := os.Lstat(filepath.Join(append([]string{p.path}, names...)...))
	return !errors.Is(err, fs.ErrNotExist)
}

// serve runs the provisioner against an API server that holds these claims, until the test ends.
func serve(t *testing.T, p *provisioner, claim *corev1.PersistentVolumeClaim) kubernetes.Interface {
	t.Helper()
	client := fake.NewClientset(aClass(), claim)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.run(ctx, client, name)
	}()
	t.Cleanup(func() { stop(); <-done })
	return client
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("not within 10 s: " + what)
		}
	}
}

func TestAClaimGetsAFolderThatAnyUserMayWriteTo(t *testing.T) {
	p := here(t)

	volume, err := provision(p, aClaim("node-1"))
	if err != nil {
		t.Fatal(err)
	}

	path := filepath.Join(p.path, folder)
	if volume.Spec.HostPath.Path != path || *volume.Spec.HostPath.Type != corev1.HostPathDirectoryOrCreate {
		t.Errorf("the volume is %+v", volume.Spec.HostPath)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != fs.ModeDir|0o777 {
		t.Errorf("the folder is %v (%v)", info, err)
	}
	if size := volume.Spec.Capacity[corev1.ResourceStorage]; size.String() != "1Gi" {
		t.Errorf("the volume's size is %s", size.String())
	}
	if !p.ShouldDelete(context.Background(), volume) {
		t.Error("the volume is not of this node")
	}
}

func TestAFolderFromBeforeAKillIsUsedAsItIs(t *testing.T) {
	p := here(t)
	if err := p.root.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}

	volume, err := provision(p, aClaim("node-1"))

	if err != nil || volume.Name != "pvc-42" {
		t.Fatalf("%v (%v)", volume, err)
	}
	if info, _ := p.root.Stat(folder); info.Mode().Perm() != 0o777 {
		t.Errorf("the folder is %v", info.Mode())
	}
}

func TestWhatAFolderCannotDoIsRefused(t *testing.T) {
	shared, selected, copied := aClaim("node-1"), aClaim("node-1"), aClaim("node-1")
	shared.Spec.AccessModes = []corev1.PersistentVolumeAccessMode{corev1.ReadWriteMany}
	selected.Spec.Selector = &metav1.LabelSelector{}
	copied.Spec.DataSource = &corev1.TypedLocalObjectReference{Kind: "PersistentVolumeClaim", Name: "other"}
	for _, claim := range []*corev1.PersistentVolumeClaim{shared, selected, copied} {
		p := here(t)
		if _, err := provision(p, claim); err == nil || exists(p, folder) {
			t.Errorf("provisioned %+v", claim.Spec)
		}
	}
}

func TestAnotherNodesClaimsAndVolumesAreLeftAlone(t *testing.T) {
	p, ctx := here(t), context.Background()
	elsewhere := &corev1.PersistentVolume{Spec: corev1.PersistentVolumeSpec{NodeAffinity: onlyOn("node-2")}}

	if p.ShouldProvision(ctx, aClaim("node-2")) || !p.ShouldProvision(ctx, aClaim("node-1")) {
		t.Error("serves the wrong claims")
	}
	if p.ShouldDelete(ctx, elsewhere) || p.ShouldDelete(ctx, &corev1.PersistentVolume{}) {
		t.Error("deletes the wrong volumes")
	}
}

func TestAFolderIsRemovedWithWhatIsInItAndOnlyOnce(t *testing.T) {
	p := here(t)
	volume, err := provision(p, aClaim("node-1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.root.MkdirAll(folder+"/pgdata/base", 0o700); err != nil {
		t.Fatal(err)
	}

	for range 2 { // the second is the repetition after a kill
		if err := p.Delete(context.Background(), volume); err != nil {
			t.Fatal(err)
		}
	}

	if exists(p, folder) {
		t.Error("the folder is still there")
	}
}

func TestAFolderThatIsNotTheVolumesOwnIsNeverRemoved(t *testing.T) {
	p, outside := here(t), t.TempDir()
	for _, other := range []string{"pvc-7_store-b_data", "pvc-42_link"} {
		if err := os.Mkdir(filepath.Join(p.path, other), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	paths := []string{
		p.path, p.path + "/", outside, outside + "/" + folder, "/", "",
		p.path + "/pvc-7_store-b_data", p.path + "/pvc-42_x/../pvc-7_store-b_data", p.path + "/..",
		p.path + "/pvc-42_link/..", p.path + "/../" + filepath.Base(outside),
	}
	for _, path := range paths {
		volume := &corev1.PersistentVolume{ObjectMeta: metav1.ObjectMeta{Name: "pvc-42"}}
		volume.Spec.HostPath = &corev1.HostPathVolumeSource{Path: path}
		if err := p.Delete(context.Background(), volume); err == nil {
			t.Errorf("deleted %q", path)
		}
	}
	if err := p.Delete(context.Background(), &corev1.PersistentVolume{}); err == nil {
		t.Error("deleted a volume that is no folder")
	}
	if !exists(p, "pvc-7_store-b_data") || !exists(p, "pvc-42_link") {
		t.Error("a folder is gone")
	}
}

func TestALinkInAVolumeDoesNotLeadOutOfIt(t *testing.T) {
	p, outside := here(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "kept"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	volume, err := provision(p, aClaim("node-1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(p.path, folder, "out")); err != nil {
		t.Fatal(err)
	}

	if err := p.Delete(context.Background(), volume); err != nil {
		t.Fatal(err)
	}

	if _, err := os.Stat(filepath.Join(outside, "kept")); err != nil || exists(p, folder) {
		t.Errorf("the folder is there: %v; outside: %v", exists(p, folder), err)
	}
}

func TestAVolumeLivesAsLongAsItsClaim(t *testing.T) {
	p, ctx := here(t), context.Background()
	client := serve(t, p, aClaim("node-1"))
	volumes := client.CoreV1().PersistentVolumes()

	var volume *corev1.PersistentVolume
	eventually(t, "the volume is made", func() bool {
		volume, _ = volumes.Get(ctx, "pvc-42", metav1.GetOptions{})
		return volume != nil && volume.Name != ""
	})
	if claim := volume.Spec.ClaimRef; claim == nil || claim.Namespace != "store-a" || claim.Name != "data" || !exists(p, folder) {
		t.Fatalf("%+v is for %+v", volume.Spec, claim)
	}

	volume.Status.Phase = corev1.VolumeReleased
	if _, err := volumes.UpdateStatus(ctx, volume, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the volume is gone", func() bool {
		list, err := volumes.List(ctx, metav1.ListOptions{})
		return err == nil && len(list.Items) == 0
	})
	if exists(p, folder) {
		t.Error("the folder is still there")
	}
}

func TestOnlyAnEmptyFolderWithoutAVolumeIsSweptAtTheStart(t *testing.T) {
	p := here(t)
	for _, made := range []string{"pvc-1_a_lost", "pvc-2_a_full/data", "pvc-3_a_used", "other"} {
		if err := p.root.MkdirAll(made, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	used := &corev1.PersistentVolume{ObjectMeta: metav1.ObjectMeta{Name: "pvc-3"}}

	if err := p.sweep(context.Background(), fake.NewClientset(used)); err != nil {
		t.Fatal(err)
	}

	if exists(p, "pvc-1_a_lost") || !exists(p, "pvc-2_a_full", "data") || !exists(p, "pvc-3_a_used") || !exists(p, "other") {
		t.Error("the wrong folders are left")
	}
}
