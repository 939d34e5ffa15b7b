{{/* Labels of everything here. Takes a dict: root, component. */}}
{{- define "storeyard.labels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{ include "storeyard.selectorLabels" . }}
{{- end }}

{{- define "storeyard.selectorLabels" -}}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "storeyard.url" -}}
{{ ternary "https" "http" (ne .Values.ingress.tlsSecret "") }}://{{ .Values.host }}
{{- end }}

{{- define "storeyard.homeClaim" -}}
{{ .Values.persistence.existingClaim | default (printf "%s-home" .Release.Name) }}
{{- end }}

{{- define "storeyard.account" -}}
{{ .Values.serviceAccount.name | default .Release.Name }}
{{- end }}

{{/* True if the state is a database that any number of pods share; else it is a file. */}}
{{- define "storeyard.shared" -}}
{{- if eq .Values.state.backend "postgresql" }}true{{ end }}
{{- end }}

{{/* True if copies of the state are made: where it is a file. */}}
{{- define "storeyard.copies" -}}
{{- if and .Values.stateCopies.enabled (not (include "storeyard.shared" .)) }}true{{ end }}
{{- end }}

{{/* True if copies of the state have a volume of their own. */}}
{{- define "storeyard.copiesVolume" -}}
{{- if and (include "storeyard.copies" .) (not .Values.stateCopies.to) }}true{{ end }}
{{- end }}

{{/* Fits the Pod Security standard `restricted`. */}}
{{- define "storeyard.podSecurity" -}}
# Off, since the variables of a Service of this name would be taken for settings (STOREYARD_PORT).
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "storeyard.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* What every container is told. A text of Kubernetes' own form $(NAME) in a setting is written so that it stays as it is. */}}
{{- define "storeyard.env" -}}
- name: POD_ADDRESS
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: STOREYARD_BIND
  value: 0.0.0.0
# Prometheus and the Service's users call it by these.
- name: STOREYARD_HOSTS
  value: {{ printf "%s,%s.%s.svc,$(POD_ADDRESS)" .Values.host .Release.Name .Release.Namespace | quote }}
- name: STOREYARD_DASHBOARD
  value: /srv/storeyard/dashboard/dist
- name: STOREYARD_INVENTORY
  value: /etc/storeyard/inventory/clusters.yml
- name: ENGINE_IMAGES
  value: {{ .Values.engineImages | toJson | quote }}
- name: PAGE_URL
  value: {{ include "storeyard.url" . | quote }}
{{- if include "storeyard.shared" . }}
- name: STATE_BACKEND
  value: postgresql
- name: STATE_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.state.urlSecret }}
      key: STATE_URL
{{- end }}
{{- with .Values.trustedProxies }}
- name: TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
{{- if .Values.s3Secret }}
- name: AWS_SHARED_CREDENTIALS_FILE
  value: /run/secrets/s3/credentials
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | replace "$(" "$$(" | quote }}
{{- end }}
{{- end }}

{{/*
What probes ask: by a name that it always answers to. /health looks at the process alone: a cluster or a state that is away is no
reason to restart, nor to hide what the API says of it.
*/}}
{{- define "storeyard.asked" -}}
httpGet:
  path: /health
  port: http
  httpHeaders:
    - name: Host
      value: localhost
{{- end }}

{{- define "storeyard.envFrom" -}}
{{- with .Values.settingsSecret }}
envFrom:
  - secretRef:
      name: {{ . }}
{{- end }}
{{- end }}

{{- define "storeyard.mounts" -}}
- name: home
  mountPath: /var/lib/storeyard
- name: tmp
  mountPath: /tmp
- name: inventory
  mountPath: /etc/storeyard/inventory
  readOnly: true
{{- if include "storeyard.shared" . }}
- name: state
  mountPath: /run/secrets/state
  readOnly: true
# Where a pod with a volume keeps the one that it made.
- name: owner
  mountPath: /var/lib/storeyard/token
  subPath: token
  readOnly: true
{{- end }}
{{- if .Values.kubeconfigSecret }}
- name: kubeconfigs
  mountPath: /run/secrets/kubeconfigs
  readOnly: true
{{- end }}
{{- if .Values.s3Secret }}
- name: s3
  mountPath: /run/secrets/s3
  readOnly: true
{{- end }}
{{- if include "storeyard.copiesVolume" . }}
- name: copies
  mountPath: /var/lib/state-copies
{{- end }}
{{- end }}

{{- define "storeyard.volumes" -}}
{{- if include "storeyard.shared" . }}
# What is in here is a pod's own and can be made again: its name among the others, runs, copies of charts.
- name: home
  emptyDir: {}
- name: state
  secret:
    secretName: {{ .Values.state.urlSecret }}
    defaultMode: 0440
- name: owner
  secret:
    secretName: {{ .Values.ownerTokenSecret }}
    defaultMode: 0440
{{- else }}
- name: home
  persistentVolumeClaim:
    claimName: {{ include "storeyard.homeClaim" . }}
{{- end }}
- name: tmp
  emptyDir: {}
- name: inventory
  configMap:
    name: {{ .Release.Name }}-inventory
{{- with .Values.kubeconfigSecret }}
- name: kubeconfigs
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.s3Secret }}
- name: s3
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- if include "storeyard.copiesVolume" . }}
- name: copies
  persistentVolumeClaim:
    claimName: {{ .Release.Name }}-state-copies
{{- end }}
{{- end }}

{{/* The command that makes and restores copies of the state. Takes a dict: root, arguments. */}}
{{- define "storeyard.copyCommand" -}}
{{- $copies := .root.Values.stateCopies -}}
{{- $to := $copies.to | default "/var/lib/state-copies" -}}
{{- concat (list "python" "-m" "functions.state_copies") .arguments (list "--to" $to) (ternary (list "--endpoint" $copies.endpoint) (list) (ne $copies.endpoint "")) | toJson -}}
{{- end }}
