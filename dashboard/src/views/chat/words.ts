const PROVIDERS: Record<string, string> = { slack: "Slack", mattermost: "Mattermost" }

/** What a chat program is called. One that this page does not know yet is called by its own word. */
export const providerName = (provider: string): string => PROVIDERS[provider] ?? provider
