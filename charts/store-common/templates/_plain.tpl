{{/*
What makes a shop where a person installs the chart, and no platform says what there is to say (docs/helm.md). A store's id is empty
there. With it, as the platform deploys a chart, all of this is as if it were not here.
*/}}

{{/* The store's id: the release's name where the platform says none. Takes the root, as all that follow. */}}
{{- define "store-common.id" -}}
{{- .Values.store.id | default .Release.Name -}}
{{- end }}

{{- define "store-common.host" -}}
{{- .Values.store.host | default (.Values.host | default (printf "%s.%s" .Release.Name (.Values.domain | default ""))) -}}
{{- end }}

{{- define "store-common.url" -}}
{{- $host := first (concat .Values.store.domains (list (include "store-common.host" .))) -}}
{{- .Values.store.url | default (printf "%s://%s" (ternary "https" "http" .Values.ingress.tls) $host) -}}
{{- end }}

{{/* As a plain playbook names a store and its administrator. */}}
{{- define "store-common.name" -}}
{{- .Values.store.name | default (include "store-common.id" .) -}}
{{- end }}

{{- define "store-common.adminEmail" -}}
{{- .Values.store.adminEmail | default (printf "admin@%s.example" (include "store-common.id" .)) -}}
{{- end }}

{{- define "store-common.secretName" -}}
{{- (.Values.secret).existing | default .Values.secretName -}}
{{- end }}

{{/* What engine.yml says: the images, the keys of the Secret, what a plan allows. */}}
{{- define "store-common.engine" -}}
{{- .Files.Get "engine.yml" -}}
{{- end }}

{{/* An image by its part: as it is named, or that of a registry. Empty if there is neither. Takes a dict: root, part. */}}
{{- define "store-common.image" -}}
{{- $image := .root.Values.image -}}
{{- if get $image .part -}}
{{- get $image .part -}}
{{- else if $image.registry -}}
{{- $images := (include "store-common.engine" .root | fromYaml).images -}}
{{- $place := dict "web" 0 "db" 1 "queue" 2 -}}
{{- printf "%s/%s:%s" $image.registry (index $images (get $place .part)) ($image.tag | default .root.Chart.Version) -}}
{{- end -}}
{{- end }}

{{/* Stops where a person left out what only they can say. */}}
{{- define "store-common.validatePlain" -}}
{{- if not (or .Values.store.host .Values.host .Values.domain) }}
{{- fail "host is empty: say at which host name the shop is to be (--set host=shop.example.org), or under which domain." }}
{{- end }}
{{- if and (.Values.secret).create (.Values.secret).existing }}
{{- fail (printf "secret.create is true and secret.existing is %s: the Secret is made here, or it is there already." .Values.secret.existing) }}
{{- end }}
{{- if not (or .Values.store.id (.Values.secret).create (.Values.secret).existing) }}
{{- fail "secret.create is false and secret.existing is empty: a shop needs its passwords and keys." }}
{{- end }}
{{- with (.Values.secret).existing }}
{{- $there := lookup "v1" "Secret" $.Release.Namespace . }}
{{- range $key := keys (include "store-common.engine" $ | fromYaml).secret_keys | sortAlpha }}
{{- if and $there (not (hasKey ($there.data | default dict) $key)) }}
{{- fail (printf "The Secret %s that secret.existing names has no key %s." $.Values.secret.existing $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* For what holds data, and would go with the release. */}}
{{- define "store-common.kept" -}}
{{- if eq (.Values.onUninstall | default "") "keep" -}}
annotations:
  helm.sh/resource-policy: keep
{{- end }}
{{- end }}

{{/* For what holds data, and would stay when the release goes. */}}
{{- define "store-common.volumesAfter" -}}
{{- if eq (.Values.onUninstall | default "") "delete" -}}
persistentVolumeClaimRetentionPolicy:
  whenDeleted: Delete
  whenScaled: Retain
{{- end }}
{{- end }}

{{/*
The Secret, by the rules that the platform makes it by (functions/adapters/kube/secret.py). What is random is made once: a later
revision takes what is there, also what somebody else put into it meanwhile. A dry run without the cluster shows others.
*/}}
{{- define "store-common.secret" -}}
{{- if (.Values.secret).create }}
{{- $there := (lookup "v1" "Secret" .Release.Namespace .Values.secretName).data | default dict }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Values.secretName }}
  labels:
    {{- include "store-common.labels" (dict "root" .) | nindent 4 }}
  {{- with include "store-common.kept" . }}
  {{- . | nindent 2 }}
  {{- end }}
data:
  {{- range $key, $rule := (include "store-common.engine" . | fromYaml).secret_keys }}
  {{- $prefix := $rule.prefix | default "" }}
  {{- if eq ($rule.from | default "") "admin_email" }}
  {{ $key }}: {{ printf "%s%s" $prefix (include "store-common.adminEmail" $) | b64enc }}
  {{- else if hasKey $there $key }}
  {{ $key }}: {{ get $there $key }}
  {{- else if $rule.hex }}
  {{ $key }}: {{ printf "%s%s" $prefix (printf "%x" (randBytes (int $rule.hex) | b64dec) | trunc (int $rule.hex)) | b64enc }}
  {{- else }}
  {{ $key }}: {{ printf "%s%s" $prefix (randAlphaNum (int $rule.length)) | b64enc }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{/*
What the platform fences a store's namespace in with (functions/adapters/kube/fence_objects.py), but for the namespace's own labels
and its default ServiceAccount, which are there before the release: NOTES.txt says the command, and no pod here has a token.
*/}}
{{- define "store-common.fence" -}}
{{- if .Values.fence.create }}
{{- $labels := include "store-common.labels" (dict "root" .) }}
{{- $plan := get (include "store-common.engine" . | fromYaml).plans .Values.fence.plan }}
{{- $quota := merge (deepCopy .Values.fence.quota) $plan.quota }}
apiVersion: v1
kind: ResourceQuota
metadata:
  name: plan
  labels:
    {{- $labels | nindent 4 }}
spec:
  hard:
    {{- toYaml $quota | nindent 4 }}
---
apiVersion: v1
kind: LimitRange
metadata:
  name: plan
  labels:
    {{- $labels | nindent 4 }}
spec:
  limits:
    # For containers that say nothing, so that the quota can count them.
    - type: Container
      defaultRequest: {cpu: 50m, memory: 64Mi}
      default: {cpu: "1", memory: 256Mi}
      {{- with get $quota "limits.memory" }}
      max: {memory: {{ . | quote }}}
      {{- end }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  labels:
    {{- $labels | nindent 4 }}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns
  labels:
    {{- $labels | nindent 4 }}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
{{- end }}
{{- end }}
