{{/*
What `helm test` does: a pod places an order as a guest, finds it as the owner and removes it, at the shop's Service and with what the
ingress would say. It runs the shop's image, is fenced in as the others are, and reads its two keys as files. Script and policy are
part of the release, so that the way is open before the pod comes. Takes a dict: root, webPort, command, script (a file of the chart), keys.
*/}}
{{- define "store-common.test" -}}
{{- if (.root.Values.test).enabled }}
{{- $test := dict "root" .root "component" "test" }}
{{- $web := dict "root" .root "component" "web" }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: test
  labels:
    {{- include "store-common.labels" $test | nindent 4 }}
data:
  {{ base .script }}: |
    {{- .root.Files.Get .script | nindent 4 }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: test
  labels:
    {{- include "store-common.labels" $test | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "store-common.selectorLabels" $test | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress: []
  egress:
    - to:
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" $web | nindent 14 }}
      ports:
        - protocol: TCP
          port: {{ .webPort }}
---
apiVersion: v1
kind: Pod
metadata:
  name: test
  labels:
    {{- include "store-common.labels" $test | nindent 4 }}
  annotations:
    helm.sh/hook: test
    # The pod of a test that failed stays, for who looks why.
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  {{- include "store-common.podSecurity" .root | nindent 2 }}
  restartPolicy: Never
  activeDeadlineSeconds: 120
  containers:
    - name: test
      image: {{ include "store-common.image" (dict "root" .root "part" "web") | quote }}
      imagePullPolicy: {{ .root.Values.imagePullPolicy }}
      {{- include "store-common.containerSecurity" .root | nindent 6 }}
      command: [{{ .command }}, /test/{{ base .script }}]
      env:
        - name: STORE_URL
          value: {{ include "store-common.url" .root | quote }}
        - name: STORE_ADDRESS
          value: http://web
        - name: STORE_SECRETS
          value: /run/secrets/store
        - name: STORE_COUNTRY
          value: {{ .root.Values.store.country | quote }}
        - name: STORE_CURRENCY
          value: {{ .root.Values.store.currency | quote }}
      resources:
        requests: {cpu: 10m, memory: 64Mi}
        limits: {cpu: 500m, memory: 128Mi}
      volumeMounts:
        - name: secrets
          mountPath: /run/secrets/store
          readOnly: true
        - name: script
          mountPath: /test
          readOnly: true
  volumes:
    {{- include "store-common.secretVolume" (dict "root" .root "keys" .keys) | nindent 4 }}
    - name: script
      configMap:
        name: test
{{- end }}
{{- end }}
