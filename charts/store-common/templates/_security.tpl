{{/* Security of a pod: fits the Pod Security standard `restricted`. */}}
{{- define "store-common.podSecurity" -}}
automountServiceAccountToken: false
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

{{/* Security of a container. */}}
{{- define "store-common.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* The volume `secrets`: the named keys of the store's Secret, as files. Takes a dict: root, keys. */}}
{{- define "store-common.secretVolume" -}}
- name: secrets
  secret:
    secretName: {{ include "store-common.secretName" .root }}
    defaultMode: 0440
    items:
      {{- range .keys }}
      - key: {{ . }}
        path: {{ . }}
      {{- end }}
{{- end }}
