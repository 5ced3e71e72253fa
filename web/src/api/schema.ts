// Generated from the server's OpenAPI document by "npm run api"; not to be edited.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs. */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The store answers; 503 `storage_unavailable` and the like when it does not. */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/contexts/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Contexts that were evaluated within a day, latest first, of a sample of at most 1,000 units; and the attributes that rules ask for or contexts had, with their
         *     most frequent values. Empty where the environment keeps none.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["listRecentContexts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shared-results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a link shows: send its token as `Authorization: Bearer`. Numbers of all units together, and nothing that names one. A token that was never given out, was
         *     revoked or has ended is 404 alike.
         */
        get: operations["getSharedResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Records whether the context's user, else its visitor, agrees to take part in sensitive experiments. With a server key for anyone; with an end-user token for that
         *     user; not with a client key, which is public.
         * @description For a server key or an end-user token: a client key is public, and anyone could agree for others.
         */
        put: operations["recordConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this server has seen of applications lately: keys that were used, and calls that it refused. For whoever connects an application and waits for it.
         * @description For an operator who is an admin there, or a token with the scope 'keys_read'.
         */
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one can sign in here: what the sign-in page shows. */
        get: operations["getSignInMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/results/synthetic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the test cohort, and nobody else, did in an experiment: for smoke tests that want to see their exposures and conversions arrive.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["findSyntheticResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sdk/v1/cohort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is synthetic in the key's environment, for applications that guard side effects of their own. Answers 304 to the `ETag` of the current list.
         * @description For a server key.
         */
        get: operations["getCohort"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flag-states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether each of the flags named is on, in every environment that has it.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["listFlagStates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flag-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every tag that flags of the environment have, by name, with how many have it. Case does not matter: a tag is spelled as most flags spell it.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["listFlagTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes up to 1,000 events; answers once they are durable.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["sendEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/events/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The latest events as they were taken, newest first, of the test cohort too. Looks at the last 10,000; asked again with `after`, at
         *     those that came since.
         * @description For an operator who is a releaser there, or a token with the scope 'events_read'.
         */
        get: operations["listRecentEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the context gets: flags with value, variant and reason, and the experiments it is in. For an end user, the token's claims win over
         *     the body's context. The answer has an `ETag` of its content; with `If-None-Match` an unchanged one is 304.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who the end user is, the variant of every running experiment the user is in, and the value of every flag.
         * @description For an end-user token.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The running experiments that concern the caller, by key, each with its variant. An end user's token says who that is; with a key, the
         *     context comes as parameters of the query (`?user_id=…&amp;plan=…`), and without any all running experiments are listed, without variants.
         * @description For a server key, a client key or an end-user token.
         */
        get: operations["listRunningExperiments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sdk/v1/ruleset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The key's environment as SDKs evaluate it: flags, segments, experiments. Answers 304 to the `ETag` of the current version.
         * @description For a server key.
         */
        get: operations["getRuleset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes what applications track through OpenFeature, version 1 of Turnout's extension of the protocol. Answers once the events are durable;
         *     `refused` has those that were understood and are not kept.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["ofrepTrack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The pages of the sinks that get this environment's events, where one is configured (`Turnout:Sinks:…:Page`).
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["listLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This server's metrics in Prometheus' text format. Counting begins with the first call.
         * @description For an operator who is an admin there, or a token with the scope 'telemetry_read'.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The environments, by key.
         * @description For an operator who is a viewer there, or a token with the scope 'environments_read'.
         */
        get: operations["listEnvironments"];
        put?: never;
        /**
         * Makes an environment.
         * @description For an operator who is an admin there, or a token with the scope 'environments_write'.
         */
        post: operations["createEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the environment is run: review of changes, the sample of recent contexts.
         * @description For an operator who is a viewer there, or a token with the scope 'environments_read'.
         */
        get: operations["getEnvironmentSettings"];
        /**
         * Sets the settings as a whole; what is left out takes its default.
         * @description For an operator who is an admin there, or a token with the scope 'environments_write'.
         */
        put: operations["setEnvironmentSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What setting the flag so would do: whether it is safe, and how many of the recently seen contexts would get something else. Changes nothing.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        post: operations["previewFlag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/segments/{key}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What setting the segment so would do: who of the recently seen contexts would come in and go out. Changes nothing.
         * @description For an operator who is a viewer there, or a token with the scope 'segments_read'.
         */
        post: operations["previewSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What changing these members would do; of a draft: as if it ran. Changes nothing.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        post: operations["previewExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every state that the flag has had, newest first, also before it was removed.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["listFlagRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/revisions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A state that the flag has had.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["getFlagRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/revisions/{version}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the flag as it was; makes it again where it was removed.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        post: operations["revertFlag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/segments/{key}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every state that the segment has had, newest first, also before it was removed.
         * @description For an operator who is a viewer there, or a token with the scope 'segments_read'.
         */
        get: operations["listSegmentRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/segments/{key}/revisions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A state that the segment has had.
         * @description For an operator who is a viewer there, or a token with the scope 'segments_read'.
         */
        get: operations["getSegmentRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/segments/{key}/revisions/{version}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the segment as it was; makes it again where it was removed.
         * @description For an operator who is an editor there, or a token with the scope 'segments_write'.
         */
        post: operations["revertSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every state that the experiment has had, newest first, also before it was removed.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["listExperimentRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/revisions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A state that the experiment has had.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["getExperimentRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/revisions/{version}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the experiment's members as they were, as far as it can be edited still; its state of life stays.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        post: operations["revertExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/metrics/{key}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every state that the metric has had, newest first, also before it was removed. `version` counts the metric's own revisions: rulesets have no metrics.
         * @description For an operator who is a viewer there, or a token with the scope 'metrics_read'.
         */
        get: operations["listMetricRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/metrics/{key}/revisions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A state that the metric has had.
         * @description For an operator who is a viewer there, or a token with the scope 'metrics_read'.
         */
        get: operations["getMetricRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/metrics/{key}/revisions/{version}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the metric as it was; makes it again where it was removed. Results count by it from then on, of running experiments too.
         * @description For an operator who is an editor there, or a token with the scope 'metrics_write'.
         */
        post: operations["revertMetric"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The drafts, newest first.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["listDrafts"];
        put?: never;
        /**
         * Writes a draft: a change that takes effect once others have approved it. It is tried out at once, so what is wrong with it is told now.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        post: operations["createDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A draft, with what it changes in words, and its reviews.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["getDraft"];
        /**
         * Writes a draft anew, on the item as it is now; approvals are asked for again.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        put: operations["renewDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/drafts/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a draft back.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        post: operations["withdrawDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/drafts/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approves someone else's draft.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["approveDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/drafts/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rejects a draft, which ends it.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["rejectDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/drafts/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the change of an approved draft now.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["applyDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/guardrail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the experiment is watched, and why it was paused where it was.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["getGuardrail"];
        /**
         * Watches the experiment: a guardrail metric that is clearly worse, or a sample-ratio mismatch, pauses it. After it has, and someone has resumed the experiment, this
         *     watches it again.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        put: operations["setGuardrail"];
        post?: never;
        /**
         * Watches the experiment no more.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        delete: operations["removeGuardrail"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/ramp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the flag's rollout grows by itself.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["getFlagRamp"];
        /**
         * Lets the flag's rollout grow by itself, step by step; a ramp that was there begins anew.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        put: operations["setFlagRamp"];
        post?: never;
        /**
         * Takes the ramp away; the rollout stays.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        delete: operations["removeFlagRamp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/ramp/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Halts the ramp where it stands.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        post: operations["pauseFlagRamp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/ramp/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets the ramp go on; the step in force begins to hold anew.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        post: operations["resumeFlagRamp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/ramp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the experiment's traffic grows by itself.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["getExperimentRamp"];
        /**
         * Lets the experiment's traffic grow by itself, step by step, as long as nothing hurts; a ramp that was there begins anew.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        put: operations["setExperimentRamp"];
        post?: never;
        /**
         * Takes the ramp away; the traffic stays.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        delete: operations["removeExperimentRamp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/ramp/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Halts the ramp where it stands.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["pauseExperimentRamp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/ramp/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets the ramp go on; the step in force begins to hold anew.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["resumeExperimentRamp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The snapshots of an experiment's results, newest first, without what they show.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["listSnapshots"];
        put?: never;
        /**
         * Keeps the results as they are now, and makes a link to them: the page `/shared#` with the token, for anyone who has it, without signing in. The answer is the only
         *     place where the token can ever be read.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        post: operations["createSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/snapshots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A snapshot with what it shows.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["getSnapshot"];
        put?: never;
        post?: never;
        /**
         * Removes a snapshot; its link leads nowhere any more.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        delete: operations["revokeSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/units/{unit}/{id}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is recorded of a unit.
         * @description For an operator who is an admin there, or a token with the scope 'environments_write'.
         */
        get: operations["getConsent"];
        /**
         * Records whether a user or visitor agrees.
         * @description For an operator who is an admin there, or a token with the scope 'environments_write'.
         */
        put: operations["setConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/units/{unit}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erases everything that names a unit: assignments, consent, test-cohort membership, recent contexts, and its name and properties in the event log. Results stay as
         *     they are, as those of a unit that nobody can name. Where events lie on ClickHouse they are read so from now on, and rewritten there by a job of the server's. What was
         *     passed on to others is theirs to erase.
         * @description For an operator who is an admin there, or a token with the scope 'environments_write'.
         */
        delete: operations["eraseUnit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many of the recently seen units a sensitive experiment leaves out because they have not agreed.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["countConsent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/experiment/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who would get what, and in which arm, if the flag became this experiment. Changes nothing.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        post: operations["previewFlagExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/experiment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turns a flag into a running experiment, in one step: who has the feature today is in the treatment and keeps it, and the flag's rule serves the experiment from
         *     now on. With `If-Match` on the flag, what was previewed is what is done.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["makeFlagExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The environment's keys, oldest first, without their secrets.
         * @description For an operator who is an admin there, or a token with the scope 'keys_read'.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Makes a key. The answer is the only place where it can ever be read.
         * @description For an operator who is an admin there, or a token with the scope 'keys_write'.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a key that takes this one's place. This one goes on for the overlap, so that applications can change over, and then ends.
         * @description For an operator who is an admin there, or a token with the scope 'keys_write'.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a key; when the answer comes, this server refuses it.
         * @description For an operator who is an admin there, or a token with the scope 'keys_write'.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everyone's tokens, oldest first, without their secrets.
         * @description For an operator who is an admin there, or a token with the scope 'members_read'.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Makes a token for a program. It can do what its scopes say, at most what its maker may. The answer is the only place where it can ever be read.
         * @description For an operator who is an admin there, or a token with the scope 'members_write'.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a token that takes this one's place. This one goes on for the overlap, and then ends.
         * @description For an operator who is an admin there, or a token with the scope 'members_write'.
         */
        post: operations["rotateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes anyone's token; when the answer comes, this server refuses it.
         * @description For an operator who is an admin there, or a token with the scope 'members_write'.
         */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own tokens, oldest first, without their secrets.
         * @description For a signed-in member.
         */
        get: operations["listOwnTokens"];
        put?: never;
        /**
         * Makes a token of one's own. It can do what its scopes say, and never more than its member may. The answer is the only place where it can ever be read.
         * @description For a signed-in member.
         */
        post: operations["createOwnToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/tokens/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same for a token of one's own.
         * @description For a signed-in member.
         */
        post: operations["rotateOwnToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a token of one's own.
         * @description For a signed-in member.
         */
        delete: operations["deleteOwnToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The members, by email address.
         * @description For an operator who is an admin there, or a token with the scope 'members_read'.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Adds a member and makes the link by which it sets its password. Hand the link over yourself: Turnout sends no mail.
         * @description For an operator who is an admin there, or a token with the scope 'members_write'.
         */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A member.
         * @description For an operator who is an admin there, or a token with the scope 'members_read'.
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * Removes a member with its sessions and tokens.
         * @description For an operator who is an admin there, or a token with the scope 'members_write'.
         */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        /**
         * Changes a member's name and roles, or keeps it out. When the answer comes, this server goes by it.
         * @description For an operator who is an admin there, or a token with the scope 'members_write'.
         */
        patch: operations["editMember"];
        trace?: never;
    };
    "/api/v1/members/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new link for a member who has lost the first one, or the password; the one before ends.
         * @description For an operator who is an admin there, or a token with the scope 'members_write'.
         */
        post: operations["renewInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in, and what they may do.
         * @description For an operator who is a viewer there, or a token with the scope 'environments_read'.
         */
        get: operations["getSession"];
        put?: never;
        /** Signs a browser in: by email address and password, by the token of a one-time sign-in address, or by an admin token in the Authorization header. */
        post: operations["signIn"];
        /** Ends the browser's session. */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follows an invitation, or a link after a lost password: sets the password and signs in. */
        post: operations["join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes one's own password, and signs one out everywhere else.
         * @description For a signed-in member.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/openid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sends a browser to the OpenID Connect provider. It comes back signed in, or to the sign-in page with `?problem=` and a code. */
        get: operations["goToProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/openid/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the provider sends the browser back to. */
        get: operations["comeFromProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log, newest first.
         * @description For an operator who is a viewer there, or a token with the scope 'audit_read'.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows the chain of hashes through the whole log and says whether any entry was changed, removed or slipped in.
         * @description For an operator who is a viewer there, or a token with the scope 'audit_read'.
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole log, oldest first, one JSON object a line, each with its hash.
         * @description For an operator who is a viewer there, or a token with the scope 'audit_read'.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/cohort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The synthetic users and teams of an environment.
         * @description For an operator who is an admin there, or a token with the scope 'cohort_write'.
         */
        get: operations["listCohort"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/cohort/{unit}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Marks a user or team as synthetic: it works like any other, and is left out of results, counts, exports and sinks.
         * @description For an operator who is an admin there, or a token with the scope 'cohort_write'.
         */
        put: operations["addToCohort"];
        post?: never;
        /**
         * Makes a user or team an ordinary one again; what it did while it was synthetic stays out of results.
         * @description For an operator who is an admin there, or a token with the scope 'cohort_write'.
         */
        delete: operations["removeFromCohort"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The flags, critical ones first, then by key.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["listFlags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A flag.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        get: operations["getFlag"];
        /**
         * Makes a flag, or replaces it.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        put: operations["setFlag"];
        post?: never;
        /**
         * Removes a flag; refused while another flag depends on it.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        delete: operations["deleteFlag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/toggle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switches a flag on or off, and nothing else: the kill switch.
         * @description For an operator who is an editor there, or a token with the scope 'flags_write'.
         */
        post: operations["toggleFlag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/flags/{key}/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a context gets from the flag, and why; with `as_of`, what it got at a past moment; with `draft`, what it would get. Assigns nothing and counts nothing.
         * @description For an operator who is a viewer there, or a token with the scope 'flags_read'.
         */
        post: operations["evaluateFlag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The segments, by key.
         * @description For an operator who is a viewer there, or a token with the scope 'segments_read'.
         */
        get: operations["listSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/segments/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A segment.
         * @description For an operator who is a viewer there, or a token with the scope 'segments_read'.
         */
        get: operations["getSegment"];
        /**
         * Makes a segment, or replaces it. What uses it follows at once.
         * @description For an operator who is an editor there, or a token with the scope 'segments_write'.
         */
        put: operations["setSegment"];
        post?: never;
        /**
         * Removes a segment; refused while anything uses it.
         * @description For an operator who is an editor there, or a token with the scope 'segments_write'.
         */
        delete: operations["deleteSegment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The metrics, by key.
         * @description For an operator who is a viewer there, or a token with the scope 'metrics_read'.
         */
        get: operations["listMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/metrics/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A metric.
         * @description For an operator who is a viewer there, or a token with the scope 'metrics_read'.
         */
        get: operations["getMetric"];
        /**
         * Makes a metric, or replaces it.
         * @description For an operator who is an editor there, or a token with the scope 'metrics_write'.
         */
        put: operations["setMetric"];
        post?: never;
        /**
         * Removes a metric; refused while an experiment has it.
         * @description For an operator who is an editor there, or a token with the scope 'metrics_write'.
         */
        delete: operations["deleteMetric"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The experiments, by key.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["listExperiments"];
        put?: never;
        /**
         * Makes an experiment, in draft.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        post: operations["createExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An experiment.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["getExperiment"];
        put?: never;
        post?: never;
        /**
         * Removes an experiment with its assignments and events; the audit log stays. Refused while a flag serves it.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        delete: operations["deleteExperiment"];
        options?: never;
        head?: never;
        /**
         * Changes the members that are given, each as a whole; null takes the default. A draft can be changed in everything but its key.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        patch: operations["editExperiment"];
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a draft like this experiment under a new key, with the changes: a new phase, whose units are drawn anew. Its schedule, layer and what happened to it are not
         *     copied.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        post: operations["copyExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What would go with the experiment, and the token that confirms just that: it holds until the experiment changes.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["getExperimentDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts a draft.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["launchExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Halts a running experiment: nobody has a variant until it resumes.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["pauseExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a paused experiment run again, with everyone's variants as they were.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["resumeExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a running or paused experiment, for good.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["stopExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/conclude": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends an experiment and names its winner; with `make_default`, flags that serve the experiment serve the winner from now on.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["concludeExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts a stopped experiment away; refused while a flag serves it.
         * @description For an operator who is a releaser there, or a token with the scope 'release'.
         */
        post: operations["archiveExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/holdout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The share of units that is in no experiment at all.
         * @description For an operator who is a viewer there, or a token with the scope 'experiments_read'.
         */
        get: operations["getHoldout"];
        /**
         * Sets the share. Raising it keeps everyone held out who was; units that have a variant already keep it.
         * @description For an operator who is an editor there, or a token with the scope 'experiments_write'.
         */
        put: operations["setHoldout"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/{key}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives the context's unit its variant and keeps it: from now on it is always the same.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/{key}/variant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The variant of the context's unit, without assigning it: the one it has, or the one it would be given by hash; null when there is none.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["findVariant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/converted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records that the end user converted, where the variant is the server's own for this user.
         * @description For an end-user token.
         */
        post: operations["convert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sdk/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A stream of `change` events, each with the ruleset's version as its id and as `{"version":…}`: the current one at once, then one for
         *     every change, and a comment every 15 seconds. Browsers may come with `?token=` or, with a client key, `?key=`.
         * @description For a server key, a client key or an end-user token.
         */
        get: operations["openStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sdk/v1/stream/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token that opens a stream as `?token=`, within a minute: for browsers, whose EventSource sends no headers.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["createStreamToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/evaluate/flags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluates one flag, as OpenFeature's server providers ask. A flag that is off has no value: the application's default counts.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["ofrepEvaluateFlag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/evaluate/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluates all flags, as OpenFeature's browser providers ask. The entity tag is made of the answer itself, so another context
         *     never meets a 304; `eventStreams` says where changes are told.
         * @description For a server key, a client key or an end-user token.
         */
        post: operations["ofrepEvaluateFlags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells OpenFeature's browser providers to evaluate again: at once where the ruleset is newer than `since`, then after every change.
         * @description For a server key, a client key or an end-user token.
         */
        get: operations["ofrepStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the experiment has shown so far, up to the last event acknowledged.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["findResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/results/{metric}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every input, formula, intermediate value and source behind a metric's numbers. As Markdown with `Accept: text/markdown`.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["explainResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/metrics/{key}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sample size, smallest detectable effects and duration, from the metric's own past in the event log.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["planMetric"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far an experiment is: its power so far, the smallest effect it finds now, what is missing, and when that will have come.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["findProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/results/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The results as they grew with the units of each day.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["findResultsByDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/results/slices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The results by the value of a property of exposures (country, plan, device), corrected for the number of values.
         * @description For an operator who is a viewer there, or a token with the scope 'results_read'.
         */
        get: operations["findResultsBySlice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events of the environment, in the order they were taken: as they would be sent again. `Turnout-Next` leads to those that come later.
         * @description For an operator who is a releaser there, or a token with the scope 'events_read'.
         */
        get: operations["exportEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/exposures/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The exposures to the experiment's variants, in the order they were taken, repeated ones too.
         * @description For an operator who is a releaser there, or a token with the scope 'events_read'.
         */
        get: operations["exportExposures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/units/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One row for each unit in the analysis, in the order in which they were first met, with each metric's number as it counts.
         * @description For an operator who is a releaser there, or a token with the scope 'events_read'.
         */
        get: operations["exportUnits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{environment}/experiments/{key}/assignments/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The units assigned to the experiment's variants, by variant and unit.
         * @description For an operator who is a releaser there, or a token with the scope 'events_read'.
         */
        get: operations["exportAssignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The webhooks, oldest first, without their secrets.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_read'.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Makes a webhook, told of what happens from now on. The answer is the only place where its secret can be read.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_write'.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A webhook.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_read'.
         */
        get: operations["getWebhook"];
        /**
         * Changes a webhook. Switched on again, it is told of what happens from then on; replay tells it of what happened before.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_write'.
         */
        put: operations["setWebhook"];
        post?: never;
        /**
         * Removes a webhook with its deliveries.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_write'.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a webhook a new secret. For 24 hours its messages carry a signature by the old one as well.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_write'.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a `webhook.test` message now, once, and says what came of it.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_write'.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells a webhook of a stretch of the past again: every change it wants, delivered before or not, under the same ids.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_write'.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a webhook was told and is to be told, newest first.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_read'.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A delivery with what is sent.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_read'.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a delivery again at once, whatever became of it, under the same id.
         * @description For an operator who is an admin there, or a token with the scope 'webhooks_write'.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sinks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sinks that are configured, with how far behind the log each is.
         * @description For an operator who is an admin there, or a token with the scope 'sinks_read'.
         */
        get: operations["listSinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sinks/{name}/rewind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts a sink at another place of the log: what lies behind it is sent, again where it was before, under the same ids.
         * @description For an operator who is an admin there, or a token with the scope 'sinks_write'.
         */
        post: operations["rewindSink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sinks/{name}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events that the receiver refused one by one, in the order of the log.
         * @description For an operator who is an admin there, or a token with the scope 'sinks_read'.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        /**
         * Forgets all dead letters: their events stay in the log.
         * @description For an operator who is an admin there, or a token with the scope 'sinks_write'.
         */
        delete: operations["deleteDeadLetters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sinks/{name}/dead-letters/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends all dead letters again; those that are refused again stay.
         * @description For an operator who is an admin there, or a token with the scope 'sinks_write'.
         */
        post: operations["retryDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For an operator who is a viewer there, or a token with the scope 'environments_read'. */
        get: operations["getDemo"];
        put?: never;
        /** @description For an operator who is an admin there, or a token with the scope 'environments_write'. */
        post: operations["loadDemo"];
        /** @description For an operator who is an admin there, or a token with the scope 'environments_write'. */
        delete: operations["removeDemo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A variant of an experiment. */
        ArmBody: {
            key: string;
            /** Format: double */
            weight: number;
            value?: null | components["schemas"]["FlagValue"];
        };
        /** @description An arm of an experiment. */
        ArmDefinition: {
            /** @description The variant's name, formed like a flag's key. */
            key: string;
            /**
             * Format: double
             * @description Relative, finite, 0 or more; an arm of weight 0 is never assigned.
             */
            weight: number;
            /** @description What a flag driven by the experiment gets; the flag's own variant of that key when null. */
            value?: unknown;
        };
        /** @description How many of the recent contexts that have a variant of the flag today come into an arm. */
        ArmMoveBody: {
            from: null | string;
            to: null | string;
            /** Format: int32 */
            count: number;
        };
        /** @description A variant of an experiment. */
        ArmRequest: {
            key?: null | string;
            /** @description Another word for string? ArmRequest.Key, as IndieTix and Cal.com write it. */
            name?: null | string;
            /**
             * Format: double
             * @description Relative, 0 or more; equal for all when left out everywhere.
             */
            weight?: null | number;
            /**
             * Format: double
             * @description In place of weights: percentages that add up to 100 (±0.01).
             */
            percentage?: null | number;
            value?: null | components["schemas"]["FlagValue"];
        };
        /** @description The variant of a unit. */
        AssignAnswer: {
            /** @description Null when the unit is not in the experiment; `reason` says why. */
            variant: null | string;
            /** @description Whether this call assigned it. */
            is_new: boolean;
            /** @description `SPLIT`, `STICKY`, `NOT_RUNNING`, `UNIT_MISSING`, `NOT_TARGETED`, `OUTSIDE_TRAFFIC`, … */
            reason: string;
        };
        /** @description Asks for the variant of a context's unit. */
        AssignRequest: {
            /** @description `user_id`, `team_id`, `visitor_id` and any attributes, flat. An end-user token's own identity wins. */
            context: components["schemas"]["EvaluationContext"];
        };
        /** @description How a context came to its variant. */
        AssignmentBody: {
            /** @description `deterministic` or `random`. */
            assignment_type: string;
            /** @description The key of the control variant. */
            control: string;
            /** @description What is bucketed: `user`, `team`, `visitor`, or an attribute by name, which exposures and conversions then name in their properties. */
            unit: string;
            /** @description Whether the unit had no stored assignment before. */
            is_new: boolean;
        };
        /**
         * @description How a unit gets its variant.
         * @enum {unknown}
         */
        AssignmentType: "deterministic" | "random";
        /** @description An entry of the audit log. */
        AuditBody: {
            id: string;
            /** Format: date-time */
            at: string;
            actor: string;
            /** @description What stands before the actor's first colon: who has made the change, in one word. */
            actor_kind: string;
            kind: string;
            target: string;
            environment: null | string;
            request_id: null | string;
            metadata: components["schemas"]["JsonElement"];
            before?: null | components["schemas"]["JsonElement"];
            after?: null | components["schemas"]["JsonElement"];
            hash: string;
        };
        /** @description Whether the audit log is what was written. */
        AuditChainBody: {
            /** @description Every entry follows from the one before. */
            intact: boolean;
            /**
             * Format: int64
             * @description How many entries do.
             */
            entries: number;
            /** @description The hash of the last of them; kept elsewhere, it shows later whether the log was cut short. */
            head: string;
            /** @description The id of the first entry that does not follow; null when all do. */
            broken_at: null | string;
        };
        /** @description A synthetic unit. */
        CohortBody: {
            /** @description `user` or `team`. */
            unit: string;
            /** @description Its id. */
            id: string;
            /**
             * Format: date-time
             * @description When it was marked.
             */
            changed_at: string;
        };
        /** @description The synthetic units of an environment. */
        CohortIdsBody: {
            /** @description Ids of users. */
            users: string[];
            /** @description Ids of teams: all their users are synthetic. */
            teams: string[];
        };
        /**
         * @description A variant against the control; treatment minus control. The numbers beside `decided` are those of the test for one look at 0.05: they are always shown, and
         *     decide nothing unless that is the declared method.
         */
        ComparisonBody: {
            variant: string;
            control: string;
            /** @description `ok`, or why there are no numbers: `insufficient_data`, `zero_variance`, … */
            status: string;
            /** @description The same in words; null when all is well. */
            reason: null | string;
            /** Format: double */
            difference: null | number;
            /** Format: double */
            lift: null | number;
            /**
             * Format: double
             * @description The pooled z of two proportions; Welch's t for means and ratios.
             */
            z: null | number;
            /** Format: double */
            p_value: null | number;
            /** @description 95 per cent, of the difference. */
            confidence_interval: null | number[];
            /** @description 95 per cent, of the lift (Fieller); null where the control cannot be told from 0. */
            lift_interval: null | number[];
            /** @description |z| &gt; 1.96 for proportions; p ≤ 0.05 for others. */
            significant: boolean;
            /** @description `win`, `loss`, `no_difference_shown`, `not_enough_data` or `unhealthy`, by the declared method. */
            verdict: components["schemas"]["Verdict"];
            /** @description The reasons behind the verdict. */
            facts: components["schemas"]["Fact"][];
            decided?: null | components["schemas"]["DecidedBody"];
            z_test?: null | components["schemas"]["ZTestBody"];
            welch?: null | components["schemas"]["WelchBody"];
            non_inferiority?: null | components["schemas"]["NonInferiorityBody"];
            whole_traffic?: null | components["schemas"]["WholeTrafficBody"];
            /**
             * Format: double
             * @description Fisher's, where fewer than 5 units of a variant did or did not convert; for a fixed horizon it decides then.
             */
            exact_p_value?: null | number;
            /** @description Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none. */
            not_computable?: null | {
                [key: string]: components["schemas"]["NotComputable"];
            };
        };
        /** @description Ends an experiment with a winner. */
        ConcludeRequest: {
            /** @description The key of the variant that won. */
            winner: string;
            /** @description Whether flags that serve the experiment serve the winner's value from now on. */
            make_default?: null | boolean;
        };
        /**
         * @description A condition over the attributes of a context: one of AttributeCondition, AllCondition, AnyCondition,
         *     NotCondition, SegmentCondition and UnknownCondition. On the wire: `{"attribute","op","value"}`, `{"all":[…]}`, `{"any":[…]}`,
         *     `{"not":…}`, `{"segment":"…"}`; Cal.com's form (`plans`, `teamIds`, …) is read too, as the conditions it means.
         */
        Condition: unknown;
        /** @description What was seen of applications. */
        ConnectionsBody: {
            /**
             * Format: date-time
             * @description The server's time, to be sent as `since` next time.
             */
            now: string;
            /** @description Keys that came along with calls, also of other environments, the latest first. */
            used: components["schemas"]["UsedKeyBody"][];
            /** @description Calls that were refused, the latest first, at most 100; also those that name no environment. */
            refused: components["schemas"]["RefusedCallBody"][];
        };
        /** @description What is recorded. */
        ConsentBody: {
            granted: boolean;
            /** @description Who recorded it; `user` where it was the user. */
            actor: string;
            /** Format: date-time */
            at: string;
        };
        /** @description Who is left out for want of consent. */
        ConsentCountBody: {
            /**
             * Format: int32
             * @description Recent contexts looked at, each of another unit.
             */
            sampled: number;
            /**
             * Format: int32
             * @description How many of them are left out.
             */
            without_consent: number;
            /**
             * Format: int64
             * @description About how many units that is, of all seen within a day.
             */
            units_without_consent: number;
        };
        /** @description Records whether someone agrees. */
        ConsentRequest: {
            /** @description False withdraws. */
            granted: boolean;
            /** @description Who: `user_id`, else `visitor_id`. An end-user token's own user wins. */
            context: components["schemas"]["EvaluationContext"];
        };
        /** @description A conversion that was recorded. */
        ConvertedAnswer: {
            /** @description The id of its event. */
            id: string;
            experiment: string;
            variant: string;
            action_taken: string;
        };
        /** @description An end user converted. */
        ConvertedRequest: {
            /** @description The experiment's key. */
            experiment: string;
            /** @description The variant the user was shown; must be the server's own. */
            variant: string;
            /** @description What the user did, 1 to 128 bytes. */
            action_taken: string;
            /**
             * Format: double
             * @description A number, such as an amount.
             */
            value?: null | number;
        };
        /** @description Asks for a copy. */
        CopyRequest: {
            /** @description The copy's key. */
            key: string;
            changes?: null | components["schemas"]["JsonObject"];
        };
        /**
         * @description How the p-values of a family are corrected for their number.
         * @default holm
         * @enum {unknown}
         */
        Correction: "none" | "bonferroni" | "holm" | "hochberg" | "hommel" | "benjamini_hochberg" | "benjamini_yekutieli";
        /** @description What CUPED did. */
        CupedBody: {
            /**
             * Format: double
             * @description The share of the variance that the pre-period explains, 0 to 1.
             */
            variance_reduction: number;
            /**
             * Format: double
             * @description The slope, one for all arms; null for ratios, which have one for each comparison.
             */
            theta: null | number;
            /**
             * Format: double
             * @description Adjusted; null for ratios.
             */
            control_mean: null | number;
            /**
             * Format: double
             * @description Adjusted; null for ratios.
             */
            treatment_mean: null | number;
        };
        /** @description All units that were first exposed up to and including a day, with what they have done until now. */
        DayBody: {
            /**
             * Format: date
             * @description In UTC.
             */
            day: string;
            /** @description Units of this day alone, by variant. */
            new_units: number[];
            /** @description Units so far, by variant. */
            units: number[];
            /**
             * Format: double
             * @description Of the check valid under daily looks, had it been looked at on this day.
             */
            sample_ratio_p_value: null | number;
            metrics: components["schemas"]["PartMetricBody"][];
        };
        /** @description An event that a receiver refused. */
        DeadLetterBody: {
            id: string;
            /**
             * Format: int64
             * @description Its position in the log of the environment.
             */
            position: number;
            event: components["schemas"]["JsonElement"];
            /** @description What the receiver said. */
            error: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description What the declared method says. */
        DecidedBody: {
            /** @description `always_valid` or `fixed_horizon`. */
            method: components["schemas"]["DecisionMethod"];
            /**
             * Format: double
             * @description The level of the verdict and of the intervals.
             */
            alpha: number;
            /**
             * Format: double
             * @description Treatment minus control; after CUPED where that is used.
             */
            difference: number;
            /**
             * Format: double
             * @description Of the difference.
             */
            standard_error: number;
            /**
             * Format: double
             * @description Before correction.
             */
            p_value: number;
            /**
             * Format: double
             * @description After correction within the family: at most alpha makes a win or a loss.
             */
            adjusted_p_value: null | number;
            /** @description Of the difference at alpha; null while nothing bounds it. */
            confidence_interval: null | number[];
            /** @description The same at the family's level, so that all of its intervals hold together. */
            adjusted_confidence_interval: null | number[];
            /**
             * Format: double
             * @description The relative change; null at a control mean of 0.
             */
            lift: null | number;
            /** @description Of the lift (Fieller); null where the control cannot be told from 0. */
            lift_interval: null | number[];
            cuped?: null | components["schemas"]["CupedBody"];
            /** @description Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none. */
            not_computable?: null | {
                [key: string]: components["schemas"]["NotComputable"];
            };
        };
        /** @enum {unknown} */
        DecisionMethod: "always_valid" | "fixed_horizon";
        /** @description How an experiment's data become a verdict. Declared with the experiment and fixed at its launch: changed with the data in view, its error rates would not hold. */
        DecisionRule: {
            /** @description `always_valid` (default): look whenever you like. `fixed_horizon`: one look, at DateTimeOffset? DecisionRule.PlannedEnd. */
            method?: components["schemas"]["DecisionMethod"];
            /**
             * Format: double
             * @description The chance allowed to call a difference where there is none, two-sided, in each family; above 0, up to 0.5.
             */
            alpha?: number;
            /**
             * Format: date-time
             * @description When a fixed horizon ends; `stop_at` where it is left out. Null for always-valid decisions.
             */
            planned_end?: null | string;
            /**
             * Format: double
             * @description Units of one comparison (control and one treatment) for which the always-valid test is sharpest: about as many as are expected. 2 to 10¹².
             */
            planned_units?: number;
            /**
             * Format: int64
             * @description Units that each variant of a comparison needs before there is a verdict, 1 to 10⁹.
             */
            minimum_units?: number;
            /** @description What the metrics are for. Those left out: the first metric is primary where none is named so, all others are secondary. */
            roles?: components["schemas"]["MetricUse"][];
            /** @description Hypotheses that are corrected for their number together. Metrics in none are with those of their role: primary by Holm, secondary by Benjamini and Hochberg, guardrails each alone. */
            families?: components["schemas"]["MetricFamily"][];
        };
        /** @description What goes with an experiment that is removed. */
        DeletionBody: {
            /** @description Confirms the removal, as long as the experiment does not change. */
            token: string;
            /**
             * Format: int64
             * @description How many assignments go with it; its exposures and conversions do too.
             */
            assignments: number;
            /** @description What serves it: it cannot be removed before that is changed. */
            used_by: string[];
        };
        /** @description Something a webhook was told, or is to be told. */
        DeliveryBody: {
            /** @description The `webhook-id` header: the same whenever it is sent again. */
            id: string;
            /** @description The id of the audit log's entry; null for a test. */
            entry: null | string;
            kind: string;
            /** @description `pending`, `delivered` or `failed`. */
            status: string;
            /** Format: int64 */
            attempts: number;
            /**
             * Format: date-time
             * @description When it is tried next; null when it is not.
             */
            next_at: null | string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            answered_at: null | string;
            /**
             * Format: int64
             * @description The HTTP status of the last answer; null where none came.
             */
            answer_status: null | number;
            /** @description What went wrong last, with the beginning of the answer. */
            answer_error: null | string;
            /** Format: int64 */
            duration_ms: null | number;
            /** @description What is sent; only where one delivery is asked for. */
            body?: unknown;
        };
        DemoBody: {
            state: string;
            loaded: boolean;
            environment: string;
            step: null | string;
            /** Format: double */
            progress: null | number;
            failure: null | string;
        };
        /** @description The smallest effect found after so many days. */
        DetectableBody: {
            /** Format: int32 */
            days: number;
            /** Format: int64 */
            units: number;
            /** Format: double */
            effect: null | number;
            /** Format: double */
            relative_effect: null | number;
        };
        /** @description One difference between two states of an item. */
        Difference: {
            /** @description The member, as the item's body has it. */
            member: string;
            /** @description What changes, for people. */
            words: string;
            /** @description Its value before; left out where there is none. */
            before?: unknown;
            /** @description Its value after; left out where there is none. */
            after?: unknown;
        };
        /** @description A change that waits for the consent of others. */
        DraftBody: {
            id: string;
            kind: string;
            key: string;
            action: string;
            change: null | components["schemas"]["JsonElement"];
            force: boolean;
            comment: string;
            author: string;
            /** @description `open`, `approved`, `rejected`, `withdrawn`, `applied` or `failed`. */
            status: components["schemas"]["DraftStatus"];
            /** @description What it changes, in words. */
            differences: components["schemas"]["Difference"][];
            /** @description Whether the item has changed since: then it must be written anew before it can be applied. */
            outdated: boolean;
            /**
             * Format: int32
             * @description How many approvals are still missing.
             */
            approvals_needed: number;
            reviews: components["schemas"]["ReviewBody"][];
            /** Format: date-time */
            apply_at: null | string;
            /**
             * Format: int64
             * @description The version of the environment's ruleset that brought it: its revision.
             */
            applied_version?: null | number;
            /** @description Why it could not be applied when its time came. */
            problem?: null | string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A change that is wanted. */
        DraftRequest: {
            /** @description `flag`, `segment`, `experiment` or `holdout`. */
            kind: string;
            /** @description The item's key; of the holdout `holdout`. */
            key: string;
            /** @description Of flags and segments `set` and `delete`, of flags `enable`; of experiments `edit`, `launch`, `resume`, `conclude`, `delete`; of both `ramp` and `resume_ramp`; of the holdout `set`. */
            action: string;
            /** @description What the call of that action takes; left out where it takes nothing. */
            change?: unknown;
            /** @description Why, for those who review it. */
            comment?: null | string;
            /**
             * Format: date-time
             * @description When it is to be applied by itself once it is approved; by hand where it is left out.
             */
            apply_at?: null | string;
            /** @description Also where it spoils live experiments. */
            force?: null | boolean;
        };
        /**
         * @description Where a draft is in its life.
         * @enum {unknown}
         */
        DraftStatus: "open" | "approved" | "rejected" | "withdrawn" | "applied" | "failed";
        /** @description A stretch of time with its uncertainty. */
        DurationBody: {
            /**
             * Format: int64
             * @description At the mean daily traffic.
             */
            expected: number;
            /**
             * Format: int64
             * @description The lower end of a 90 % band.
             */
            earliest: number;
            /**
             * Format: int64
             * @description Its upper end; null where the traffic's mean cannot be told from 0.
             */
            latest: null | number;
            /**
             * Format: double
             * @description Days to wait after that, until the last unit's window is over.
             */
            window_days: number;
            /**
             * Format: date-time
             * @description The date that Expected and the window lead to, from now or the launch on.
             */
            expected_end?: null | string;
            /** Format: date-time */
            earliest_end?: null | string;
            /** Format: date-time */
            latest_end?: null | string;
        };
        /**
         * @description What a change of something live does to those who see it.
         * @enum {unknown}
         */
        EditClass: "safe" | "changes_who_sees_what" | "would_spoil_experiment";
        /** @description An environment. */
        EnvironmentBody: {
            key: string;
            name: string;
            /**
             * Format: int64
             * @description The version of its ruleset, from 0, one more with every change.
             */
            version: number;
            /** Format: date-time */
            created_at: string;
        };
        /** @description Asks for an environment. */
        EnvironmentRequest: {
            /** @description 1 to 128 letters, digits, `.`, `_`, `-`, starting with a letter or digit. */
            key: string;
            /** @description What people call it, 1 to 128 characters; the key when left out. */
            name?: null | string;
        };
        /** @description How an environment is run. */
        EnvironmentSettings: {
            /** @description The sample of contexts by which changes are rehearsed. */
            recent_contexts?: components["schemas"]["RecentContextSettings"];
            /** @description Whether changes need the consent of a second person. */
            review?: components["schemas"]["ReviewSettings"];
        };
        /** @description What was erased of a unit. */
        ErasedBody: {
            /**
             * Format: int32
             * @description How many assignments.
             */
            assignments: number;
            /**
             * Format: int32
             * @description How many events in the store name it no more; they stay as a nameless unit's, so that results do not change.
             */
            events: number;
            /** @description Whether there is a ClickHouse whose rows are still to be rewritten: nothing here shows the name meanwhile, and the audit log tells when it is done. */
            pending: boolean;
        };
        /** @description What a context gets. */
        EvaluateBody: {
            /**
             * Format: int64
             * @description The version of the ruleset that was evaluated.
             */
            version: number;
            /** @description By key. A flag that was asked for and is not there has the reason `ERROR`. */
            flags: {
                [key: string]: components["schemas"]["EvaluatedFlagBody"];
            };
            /** @description The variant by experiment, of those that the context is in. */
            experiments: Record<string, never>;
            /** @description More about each of the experiments. */
            assignments: {
                [key: string]: components["schemas"]["AssignmentBody"];
            };
        };
        /** @description Asks what a context gets. */
        EvaluateRequest: {
            /** @description What is known of the caller, flat: `user_id`, `team_id`, `visitor_id`, `targeting_key` and attributes. */
            context: components["schemas"]["EvaluationContext"];
            /** @description The flags wanted; all when left out. */
            flags?: null | string[];
        };
        /** @description What a context gets from a flag. */
        EvaluatedFlagBody: {
            value: components["schemas"]["JsonElement"];
            variant: null | string;
            reason: string;
            /** @description The experiment whose variant drives the value, where one does. */
            experiment?: null | string;
            /** @description Such as `FLAG_NOT_FOUND`, where the evaluation failed. */
            error_code?: null | string;
        };
        /**
         * @description What is known of the caller: the ids of its units and any further attributes. Build it with an object initializer, hand it to the
         *     evaluation, and do not change it while it is being evaluated; reading from many threads is safe.
         *     A user id and nine more values fit into one allocation of 256 bytes; further values take a second one.
         * @example `new EvaluationContext { UserId = "u-17", TeamId = "t-3", ["plan"] = "pro", ["age"] = 42 }`
         */
        EvaluationContext: unknown;
        /** @description A step of an evaluation. */
        EvaluationStepBody: {
            /** @description As `rule` would call it. */
            name: string;
            /** @description Whether the step by itself would decide. */
            holds: boolean;
            /** @description `passed`, `decided` or `not_reached`. */
            outcome: components["schemas"]["StepOutcome"];
        };
        /** @description Something that happened. */
        EventRequest: {
            /** @description Any text of 1 to 128 bytes, by which the same event sent twice counts once; UUIDs of version 7 are the fastest. */
            id: string;
            /** @description Its name; `experiment_viewed` is an exposure, `experiment_conversion` a conversion, any other a metric event. */
            event: string;
            /**
             * Format: date-time
             * @description When it happened; now where left out. At most 24 hours ahead, at most 400 days back.
             */
            timestamp?: null | string;
            /** @description Who did it; an end-user token's own user wins. */
            user_id?: null | string;
            /** @description The user's team. */
            team_id?: null | string;
            /** @description The anonymous browser. */
            visitor_id?: null | string;
            /**
             * Format: double
             * @description A number, such as an amount.
             */
            value?: null | number;
            /** @description An object of up to 32 KiB. Exposures and conversions name `experiment_slug`, `variant` and `assignment_type` in it, conversions `conversion_event` too. */
            properties?: unknown;
        };
        /** @description What became of the events. */
        EventsAnswer: {
            /**
             * Format: int32
             * @description How many are new, and durable now.
             */
            accepted: number;
            /**
             * Format: int32
             * @description How many were known by their id.
             */
            duplicates: number;
            /** @description Those that were understood and are not kept; left out where there are none. */
            refused?: null | components["schemas"]["RefusedEvent"][];
        };
        /** @description Events to be counted; at most 1,000. As `application/x-ndjson`: the events themselves, one a line. */
        EventsRequest: {
            events: components["schemas"]["EventRequest"][];
        };
        /** @description An experiment. */
        ExperimentBody: {
            key: string;
            status: components["schemas"]["ExperimentStatus"];
            description: string;
            hypothesis: string;
            unit: string;
            assignment: components["schemas"]["AssignmentType"];
            algorithm: string;
            salt: string;
            variants: components["schemas"]["ArmBody"][];
            control: string;
            /** Format: double */
            traffic: number;
            if?: null | components["schemas"]["Condition"];
            layer?: null | components["schemas"]["LayerSlots"];
            sensitive: boolean;
            enrolment_closed: boolean;
            metrics: string[];
            /** @description How its data become a verdict; from the launch on with every role said. */
            decision: components["schemas"]["DecisionRule"];
            /** Format: date-time */
            start_at: null | string;
            /** Format: date-time */
            stop_at: null | string;
            /**
             * Format: date-time
             * @description When it was launched; null before.
             */
            started_at: null | string;
            /**
             * Format: date-time
             * @description When it was stopped; null before.
             */
            stopped_at: null | string;
            /** @description The variant that was named the winner. */
            winner: null | string;
            /**
             * Format: int64
             * @description How many units have a variant, without the test cohort; only where the experiment is read.
             */
            assignments?: null | number;
            verdict?: null | components["schemas"]["VerdictNoteBody"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description An experiment as the evaluation needs it. */
        ExperimentDefinition: {
            /** @description Formed like a flag's key; kebab-case suggested. */
            key: string;
            /** @description Only running experiments assign. */
            status?: components["schemas"]["ExperimentStatus"];
            /** @description What is bucketed: `user`, `team`, `visitor` or an attribute by name. */
            unit?: string;
            /** @description By hash or by random draw. */
            assignment?: components["schemas"]["AssignmentType"];
            /** @description How units become variants; see BucketingAlgorithm. Recorded at creation; never changes. */
            algorithm?: string;
            /** @description Mixed into the hash; the key when null. */
            salt?: null | string;
            /** @description The arms; at least two. */
            variants?: components["schemas"]["ArmDefinition"][];
            /** @description The arm the others are compared with; the first when null. */
            control?: null | string;
            /**
             * Format: double
             * @description The share of targeted units that takes part, 0 to 100 per cent; raising it keeps everyone who was in.
             */
            traffic?: number;
            if?: null | components["schemas"]["Condition"];
            layer?: null | components["schemas"]["LayerSlots"];
            /** @description Runs only for units whose context says `consent` = true. */
            sensitive?: boolean;
            /** @description True takes no new units; those assigned keep their variant. */
            enrolment_closed?: boolean;
        };
        /** @description Makes an experiment; also what of it can be edited. */
        ExperimentRequest: {
            /** @description 1 to 128 of letters, digits, `.`, `_`, `-`; kebab-case suggested. */
            key: string;
            description?: null | string;
            hypothesis?: null | string;
            /** @description `user` (default), `team`, `visitor` or an attribute. */
            unit?: null | string;
            assignment?: null | components["schemas"]["AssignmentType"];
            /** @description `murmur3-v1` (default), `sha256-modulo` or `sha256-percent`. */
            algorithm?: null | string;
            /** @description Mixed into the hash; the key when left out. */
            salt?: null | string;
            /** @description At least two. */
            variants?: null | components["schemas"]["ArmRequest"][];
            /** @description The variant the others are compared with; the first when left out. */
            control?: null | string;
            /**
             * Format: double
             * @description The share of targeted units that takes part, 0 to 100 per cent; 100 when left out.
             */
            traffic?: null | number;
            if?: null | components["schemas"]["Condition"];
            /**
             * Format: date-time
             * @description When it is to start by itself.
             */
            start_at?: null | string;
            /**
             * Format: date-time
             * @description When it is to stop by itself.
             */
            stop_at?: null | string;
            /** @description Keys of metrics, the most important first. */
            metrics?: null | string[];
            decision?: null | components["schemas"]["DecisionRule"];
            /** @description Runs only for units whose context says `consent` = true. */
            sensitive?: null | boolean;
            layer?: null | components["schemas"]["LayerSlots"];
            /** @description True takes no new units; those assigned keep their variant. */
            enrolment_closed?: null | boolean;
        };
        /**
         * @description Where an experiment is in its life.
         * @enum {unknown}
         */
        ExperimentStatus: "draft" | "running" | "paused" | "stopped" | "archived";
        /** @description A treatment against the control, step by step. */
        ExplainedComparisonBody: {
            variant: string;
            control: string;
            verdict: components["schemas"]["Verdict"];
            facts: components["schemas"]["Fact"][];
            /** @description To the numbers of the declared method. */
            decided: components["schemas"]["StepBody"][];
            /** @description To those of the test for one look, which always stands beside. */
            one_look: components["schemas"]["StepBody"][];
            /** @description Why there are no steps; null where there are. */
            reason: null | string;
        };
        /** @description How the numbers of a metric came about. */
        ExplanationBody: {
            experiment: string;
            metric: string;
            type: components["schemas"]["MetricType"];
            /**
             * Format: date-time
             * @description When it was counted.
             */
            as_of: string;
            /** @description How the experiment decides. */
            decision: components["schemas"]["DecisionRule"];
            /** @description What became of events before any statistics: in words. */
            counting: string[];
            /** @description A treatment each. */
            comparisons: components["schemas"]["ExplainedComparisonBody"][];
        };
        /** @description One reason behind a verdict. */
        Fact: {
            /** @description Stable, snake_case: for programs. */
            code: string;
            /** @description The same in a sentence. */
            text: string;
        };
        /** @description A flag. */
        FlagBody: {
            key: string;
            description: string;
            type: components["schemas"]["FlagType"];
            enabled: boolean;
            variants: components["schemas"]["VariantDefinition"][];
            off_variant?: null | string;
            on_variant?: null | string;
            unit: string;
            deny: string[];
            allow: string[];
            audience?: null | components["schemas"]["Condition"];
            rules: components["schemas"]["RuleDefinition"][];
            /** Format: double */
            rollout: number;
            algorithm: string;
            salt: string;
            critical: boolean;
            tags: string[];
            prerequisites: components["schemas"]["PrerequisiteDefinition"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @description A flag as one environment has it. Decided in this order: off, prerequisites, IReadOnlyList&lt;string&gt; FlagDefinition.Deny, IReadOnlyList&lt;string&gt; FlagDefinition.Allow,
         *     Condition? FlagDefinition.Audience, the first matching rule, double FlagDefinition.Rollout.
         */
        FlagDefinition: {
            /** @description 1 to 128 of letters, digits, `.`, `_`, `-`, starting with a letter or digit; dot notation suggested. */
            key: string;
            /** @description The type of all variants' values. */
            type?: components["schemas"]["FlagType"];
            /** @description False serves everyone the off variant. */
            enabled?: boolean;
            /** @description The named values; a boolean flag that names none has `on` = true and `off` = false. */
            variants?: components["schemas"]["VariantDefinition"][];
            /** @description The variant of everyone the flag is not for; `off`, else the first variant, when null. */
            off_variant?: null | string;
            /** @description The variant of everyone the flag is for: the allow list and the rollout; the first that is not the off variant, when null. */
            on_variant?: null | string;
            /** @description The unit that is bucketed and that the lists name: `user` (default), `team`, `visitor` or an attribute. */
            unit?: string;
            /** @description Ids of units that always get the off variant. */
            deny?: string[];
            /** @description Ids of units that always get the on variant (unless denied). */
            allow?: string[];
            audience?: null | components["schemas"]["Condition"];
            /** @description The first rule whose condition holds decides. */
            rules?: components["schemas"]["RuleDefinition"][];
            /**
             * Format: double
             * @description The share of everyone else who gets the on variant, 0 to 100 per cent, in steps of 0.001.
             */
            rollout?: number;
            /** @description How units become buckets; see BucketingAlgorithm. Never changes for a flag that is in use. */
            algorithm?: string;
            /** @description Mixed into the hash; the key when null. */
            salt?: null | string;
            /** @description Flags that must have certain variants, or this one serves its off variant. */
            prerequisites?: components["schemas"]["PrerequisiteDefinition"][];
        };
        /** @description What a context gets, and why. */
        FlagEvaluationBody: {
            value: null | components["schemas"]["FlagValue"];
            /** @description The variant's key. */
            variant: null | string;
            /** @description Such as `TARGETING_MATCH`, `SPLIT`, `DISABLED`, `DEFAULT`. */
            reason: string;
            /** @description What decided: `off`, `deny`, `allow`, `audience`, a rule's name or number, `rollout`. */
            rule: null | string;
            /**
             * Format: int32
             * @description The bucket that decided; null when none did.
             */
            bucket: null | number;
            /** @description The experiment whose variant drives the value, with the unit in it. */
            experiment?: null | string;
            /** @description What went wrong, in OpenFeature's words. */
            error_code?: null | string;
            /**
             * Format: int64
             * @description The version of the environment that was asked.
             */
            ruleset_version: number;
            /** @description Each step of the flag, where they were asked for. */
            steps?: null | components["schemas"]["EvaluationStepBody"][];
        };
        /** @description Asks what a context gets. */
        FlagEvaluationRequest: {
            /** @description Ids and attributes, flat. */
            context: components["schemas"]["EvaluationContext"];
            /**
             * Format: date-time
             * @description A past moment: what the context got then, and why; now where it is left out.
             */
            as_of?: null | string;
            /** @description Whether each step is told, also those behind the one that decided. */
            explain?: null | boolean;
            draft?: null | components["schemas"]["FlagRequest"];
        };
        /** @description Who gets what when a flag becomes an experiment. */
        FlagExperimentPreview: {
            /** @description The flag as it would be. */
            flag: components["schemas"]["FlagBody"];
            /** @description The experiment as it would be. */
            experiment: components["schemas"]["ExperimentBody"];
            /**
             * Format: int32
             * @description Units of the allow list: they keep the feature, and are assigned to the treatment.
             */
            assigned: number;
            /** @description The recent contexts by which the moves were counted. */
            contexts: components["schemas"]["PreviewContextsBody"];
            /** @description From which of the flag's variants to which, of the recent contexts. */
            moves: components["schemas"]["MoveBody"][];
            /** @description From which of the flag's variants into which arm; null for those who take no part. */
            arms: components["schemas"]["ArmMoveBody"][];
            /**
             * Format: double
             * @description The per cent of units in the environment's holdout, who take part in no experiment and would lose the feature.
             */
            held_out: number;
        };
        /** @description Asks for a flag to become an experiment. */
        FlagExperimentRequest: {
            /** @description The experiment's key. */
            experiment: string;
            /** @description The name or number (from 0) of the rule whose rollout or split becomes the experiment; the flag's own rollout when left out. */
            rule?: null | string;
            /**
             * Format: double
             * @description The per cent of units that get the feature, at least as many as do today; as many as today when left out. Of a rollout only.
             */
            treatment?: null | number;
            /** @description What it is about. */
            description?: null | string;
            /** @description What is expected. */
            hypothesis?: null | string;
            /** @description Keys of metrics, the most important first. */
            metrics?: null | string[];
            /**
             * Format: date-time
             * @description When it is to stop by itself.
             */
            stop_at?: null | string;
            decision?: null | components["schemas"]["DecisionRule"];
        };
        /** @description Sets a flag: what is left out takes its default, except `algorithm` and `salt`, which a flag keeps from its creation. */
        FlagRequest: {
            /** @description As in the address, where it is given at all. */
            key?: null | string;
            description?: null | string;
            type?: null | components["schemas"]["FlagType"];
            /** @description False (default) serves everyone the off variant. */
            enabled?: null | boolean;
            variants?: null | components["schemas"]["FlagVariants"];
            off_variant?: null | string;
            on_variant?: null | string;
            /** @description `user` (default), `team`, `visitor` or an attribute. */
            unit?: null | string;
            deny?: null | string[];
            allow?: null | string[];
            audience?: null | components["schemas"]["Condition"];
            rules?: null | components["schemas"]["FlagRules"];
            /**
             * Format: double
             * @description 0 to 100 per cent; 100 when left out.
             */
            rollout?: null | number;
            algorithm?: null | string;
            salt?: null | string;
            /** @description A kill switch. */
            critical?: null | boolean;
            tags?: null | string[];
            prerequisites?: null | components["schemas"]["PrerequisiteDefinition"][];
            /**
             * Format: date-time
             * @description Ignored, like DateTimeOffset? FlagRequest.UpdatedAt: so an answer can be changed and sent back.
             */
            created_at?: null | string;
            /** Format: date-time */
            updated_at?: null | string;
        };
        /** @description Rules as a request may write them: a list, or IndieTix's object. */
        FlagRules: unknown;
        /** @description A flag's state in one environment. */
        FlagStateBody: {
            environment: string;
            enabled: boolean;
        };
        /** @description The state of flags across environments. */
        FlagStatesBody: {
            /** @description By key; a key that no environment has is missing. */
            flags: {
                [key: string]: components["schemas"]["FlagStateBody"][];
            };
        };
        /** @description A tag. */
        FlagTagBody: {
            /** @description Its name, to be given as `tag` to the list of flags. */
            tag: string;
            /**
             * Format: int64
             * @description How many flags have it.
             */
            flags: number;
        };
        /** @description The tags of an environment's flags. */
        FlagTagsBody: {
            /** @description By name; empty where no flag has one. */
            items: components["schemas"]["FlagTagBody"][];
        };
        /**
         * @description The type of a flag: all its variants have values of this type.
         * @enum {unknown}
         */
        FlagType: "boolean" | "string" | "number" | "json";
        /**
         * @description The value of a variant, parsed once: immutable, and its JSON is kept encoded so that answers are written by copying bytes.
         *     Two values are equal when they mean the same: numbers by value, objects whatever the order of their members.
         */
        FlagValue: unknown;
        /** @description Variants as a request may write them: `[{"key":"on","value":true}]` or `{"on":true}`. */
        FlagVariants: unknown;
        /** @description Records whether a unit agrees. */
        GrantRequest: {
            granted: boolean;
        };
        /** @description How an experiment is watched. */
        GuardrailBody: {
            metrics: boolean;
            sample_ratio: boolean;
            /** Format: int64 */
            minimum_units: number;
            /** @description False after it has paused the experiment, until it is set again. */
            armed: boolean;
            tripped?: null | components["schemas"]["Trip"];
        };
        /** @description What pauses an experiment by itself. */
        GuardrailPolicy: {
            /**
             * @description Whether a guardrail metric that is clearly worse does; its margin and the level are the experiment's decision's.
             * @default true
             */
            metrics: boolean;
            /**
             * @description Whether a sample-ratio mismatch does.
             * @default true
             */
            sample_ratio: boolean;
            /**
             * Format: int64
             * @description Units that the experiment, or each arm of a comparison, needs before anything does: 10 to 10⁹.
             * @default 100
             */
            minimum_units: number;
        };
        HealthBody: {
            status: string;
        };
        /** @description The share of units that is in no experiment at all. */
        HoldoutBody: {
            /**
             * Format: double
             * @description 0 to 100 per cent.
             */
            percent: number;
        };
        /** @description The global holdout. */
        HoldoutDefinition: {
            /**
             * Format: double
             * @description 0 to 100 per cent of the units of every experiment.
             */
            percent: number;
            /** @description Mixed into the hash. */
            salt: string;
        };
        /** @description A link by which a member sets a password; shown this once. */
        InvitationBody: {
            /** @description What goes to `POST /api/v1/session/join`. */
            token: string;
            /** @description The page that asks for the password. */
            address: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description Follows an invitation. */
        JoinRequest: {
            /** @description Of the link. */
            token: string;
            /** @description 12 to 256 characters. */
            password: string;
            /** @description What people call the member; as the admin wrote it when left out. */
            name?: null | string;
        };
        JsonElement: unknown;
        JsonObject: Record<string, never>;
        /** @description A key, without its secret. */
        KeyBody: {
            id: string;
            kind: string;
            name: string;
            /** @description The last four characters of the key. */
            hint: string;
            created_by: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it ends by itself; null for never.
             */
            expires_at: null | string;
            /**
             * Format: date-time
             * @description About when it was used last, to a minute where several servers run; null when never.
             */
            last_used_at: null | string;
            /** @description The pages that may use a client key; null: any. */
            origins: null | string[];
            /** @description The id of the key whose place it takes. */
            replaces: null | string;
        };
        /** @description Asks for a key. */
        KeyRequest: {
            /** @description `server` (secret; may read the ruleset) or `client` (public; may evaluate and send events). */
            kind: string;
            /** @description What people call it, 1 to 128 characters. */
            name: string;
            /**
             * Format: date-time
             * @description When it ends by itself; never when left out.
             */
            expires_at?: null | string;
            /** @description The pages that may use a client key, such as `https://shop.example`, at most 50; any page when left out. */
            origins?: null | string[];
        };
        /** @description A half-open range of the 10,000 slots of a layer. */
        LayerSlots: {
            /** @description The layer's key. */
            key: string;
            /**
             * Format: int32
             * @description First slot, 0 to 9,999.
             */
            from: number;
            /**
             * Format: int32
             * @description The slot behind the last one, up to 10,000.
             */
            to: number;
        };
        /** @description How many dead letters. */
        LettersBody: {
            /** Format: int32 */
            count: number;
        };
        /** @description A page elsewhere. */
        LinkBody: {
            /** @description The sink's. */
            name: string;
            /** @description `posthog`, `segment`, `http` or `ndjson`. */
            type: string;
            /** @description The address. */
            url: string;
        };
        /** @description Pages elsewhere, by the sinks' names. */
        LinksBody: {
            items: components["schemas"]["LinkBody"][];
        };
        /** @description A flag that has become an experiment. */
        MadeFlagExperimentBody: {
            flag: components["schemas"]["FlagBody"];
            experiment: components["schemas"]["ExperimentBody"];
        };
        /** @description An end user. */
        MeBody: {
            user_id: components["schemas"]["JsonElement"];
            team_id: null | components["schemas"]["JsonElement"];
            experiments: Record<string, never>;
            flags: Record<string, never>;
        };
        /** @description A member. */
        MemberBody: {
            id: string;
            email: string;
            name: string;
            roles: Record<string, never>;
            disabled: boolean;
            /** @description How: `password`, `provider`, both, or nothing yet. */
            signs_in: string[];
            /**
             * Format: date-time
             * @description After too many failed sign-ins; null when not.
             */
            locked_until: null | string;
            /** Format: date-time */
            signed_in_at: null | string;
            created_by: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description Changes a member; what is left out stays. */
        MemberChange: {
            name?: null | string;
            /** @description Takes the place of all the roles before. */
            roles?: null | Record<string, never>;
            /** @description Whether the member is kept out: signed out at once, and refused until this is false. */
            disabled?: null | boolean;
        };
        /** @description Invites a member. */
        MemberRequest: {
            /** @description By which the member signs in; case does not matter. */
            email: string;
            /** @description What people call the member, 1 to 128 characters; the address when left out. */
            name?: null | string;
            /** @description From environment, or `*` for all, to `viewer`, `editor`, `releaser` or `admin`. */
            roles?: null | Record<string, never>;
        };
        /** @description A metric. */
        MetricBody: {
            key: string;
            description: string;
            event: string;
            type: components["schemas"]["MetricType"];
            denominator_event?: null | string;
            /** Format: double */
            window_days: number;
            /** Format: double */
            delay_days: number;
            /** Format: double */
            quantile?: null | number;
            steps?: null | string[];
            cap?: null | components["schemas"]["MetricCapBody"];
            /** Format: double */
            pre_period_days: number;
            mature_only: boolean;
            goal: components["schemas"]["MetricGoal"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A limit to what one unit counts: `percentile` or `value`, one of them. */
        MetricCapBody: {
            /**
             * Format: double
             * @description Of the numbers of the units of all variants together, 0.5 to below 1; 0.999 is customary.
             */
            percentile?: null | number;
            /** @description Whether the percentile is taken among the units whose number is not 0. */
            ignore_zeros?: null | boolean;
            /**
             * Format: double
             * @description The limit itself.
             */
            value?: null | number;
        };
        /** @description A declared family: its metrics, each against every treatment, are corrected together. */
        MetricFamily: {
            /** @description 1 to 128 of letters, digits, `.`, `_`, `-`. */
            name: string;
            /** @description Keys of metrics. */
            metrics: string[];
            /** @description `holm` (default), `bonferroni`, `hochberg`, `hommel`, `benjamini_hochberg`, `benjamini_yekutieli` or `none`. */
            correction?: components["schemas"]["Correction"];
        };
        /**
         * @description Which direction is the better one.
         * @enum {unknown}
         */
        MetricGoal: "increase" | "decrease";
        /** @description Sets a metric. */
        MetricRequest: {
            /** @description `proportion`, `count`, `sum`, `mean`, `ratio`, `quantile`, `retention` or `funnel`. */
            type: components["schemas"]["MetricType"];
            /** @description The name of the event that counts. Of a funnel it is the last step, and may be left out. */
            event?: null | string;
            /** @description As in the address, where it is given at all. */
            key?: null | string;
            /** @description What it tells. */
            description?: null | string;
            /** @description For a ratio: the event below the line. */
            denominator_event?: null | string;
            /**
             * Format: double
             * @description How long events count, in days, above 0 and up to 365; 7 when left out.
             */
            window_days?: null | number;
            /**
             * Format: double
             * @description How long after a unit's first exposure the window begins, in days, 0 to 365; 0 when left out. Retention needs one above 0.
             */
            delay_days?: null | number;
            /**
             * Format: double
             * @description For a quantile: which, 0.001 to 0.999.
             */
            quantile?: null | number;
            /** @description For a funnel: 2 to 10 different events in their order. */
            steps?: null | string[];
            cap?: null | components["schemas"]["MetricCapBody"];
            /**
             * Format: double
             * @description For `proportion`, `count`, `sum`, `mean` and `ratio`: how many days before a unit's first exposure tell what it would have done anyway (CUPED), 0 to 90; 14 when left out, 0 for none.
             */
            pre_period_days?: null | number;
            /** @description Whether units whose window is still open are left out for now; always so for retention. */
            mature_only?: null | boolean;
            goal?: null | components["schemas"]["MetricGoal"];
            /**
             * Format: date-time
             * @description Ignored, like UpdatedAt: so an answer can be changed and sent back.
             */
            created_at?: null | string;
            /**
             * Format: date-time
             * @description Ignored.
             */
            updated_at?: null | string;
        };
        /** @description A metric. */
        MetricResultBody: {
            key: string;
            type: components["schemas"]["MetricType"];
            goal: components["schemas"]["MetricGoal"];
            /** Format: double */
            window_days: number;
            /** @description `primary`, `secondary` or `guardrail`. */
            role: components["schemas"]["MetricRole"];
            /** @description The family its p-values are corrected in. */
            family: string;
            /** @description The rule of that family. */
            correction: components["schemas"]["Correction"];
            /**
             * Format: double
             * @description The limit that unit's numbers were cut to; left out where they were not.
             */
            cap?: null | number;
            variants: components["schemas"]["MetricVariantBody"][];
            comparisons: components["schemas"]["ComparisonBody"][];
        };
        /**
         * @description What a metric is for.
         * @enum {unknown}
         */
        MetricRole: "primary" | "secondary" | "guardrail";
        /**
         * @description How a unit's events become its number.
         * @enum {unknown}
         */
        MetricType: "proportion" | "count" | "sum" | "mean" | "ratio" | "quantile" | "retention" | "funnel";
        /** @description A metric's part in the decision. */
        MetricUse: {
            /** @description Its key; one of the experiment's metrics. */
            metric: string;
            /** @description `primary`, `secondary` or `guardrail`. */
            role: components["schemas"]["MetricRole"];
            /**
             * Format: double
             * @description For a guardrail: how much worse still is no harm, in the metric's unit, above 0; the treatment is then tested for being no worse than that.
             */
            margin?: null | number;
            /**
             * Format: double
             * @description The same as a share of the control's mean, above 0 and up to 10 (0.02: two per cent).
             */
            relative_margin?: null | number;
        };
        /** @description A variant in a metric. */
        MetricVariantBody: {
            key: string;
            /**
             * Format: int64
             * @description Units that count: all exposed ones, for `mean` those that have a value.
             */
            units: number;
            /**
             * Format: double
             * @description Of a proportion the units that converted; else the sum over units (of a ratio, of its numerator). Null where it is beyond double precision.
             */
            total: null | number;
            /**
             * Format: double
             * @description The rate, mean or ratio; null where there is none.
             */
            mean: null | number;
            /**
             * Format: int64
             * @description Units whose window is still open.
             */
            immature: number;
            /** @description Of a funnel: how many units reached each step. */
            steps?: null | number[];
        };
        /** @description Contexts that get one thing before and another after. */
        MoveBody: {
            /** @description The variant before; null for none. */
            from: null | string;
            /** @description The variant after; null for none. */
            to: null | string;
            /** @description Whether they get anything else than before: another variant, or another value of it. */
            changed: boolean;
            /**
             * Format: int32
             * @description How many of the sample.
             */
            count: number;
            /** @description Up to five of those that change. */
            examples: components["schemas"]["MoveExampleBody"][];
        };
        /** @description A context that gets something else. */
        MoveExampleBody: {
            context: components["schemas"]["EvaluationContext"];
            before: components["schemas"]["OutcomeBody"];
            after: components["schemas"]["OutcomeBody"];
        };
        /** @description A new key; Key is shown this once. */
        NewKeyBody: {
            id: string;
            kind: string;
            name: string;
            key: string;
            hint: string;
            created_by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: null | string;
            origins: null | string[];
            replaces: null | string;
        };
        /** @description A new member, and the link to hand over. */
        NewMemberBody: {
            member: components["schemas"]["MemberBody"];
            invitation: components["schemas"]["InvitationBody"];
        };
        /** @description Whether a guardrail is at worst its margin worse, by the declared method. */
        NonInferiorityBody: {
            /** Format: double */
            margin: null | number;
            /** Format: double */
            relative_margin: null | number;
            /**
             * Format: double
             * @description How far the treatment may still be on the bad side, as a difference in the metric's unit.
             */
            bound: null | number;
            /**
             * Format: double
             * @description One-sided, of a harm of the margin or more.
             */
            p_value: null | number;
            /** @description Whether such a harm is ruled out. */
            shown: boolean;
            /** @description Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none. */
            not_computable?: null | {
                [key: string]: components["schemas"]["NotComputable"];
            };
        };
        /** @description Why a number does not exist: which assumption of the method failed, and where. */
        NotComputable: {
            /** @description Stable, snake_case: for programs. */
            code: string;
            /** @description What the method needs, in words: for people. */
            assumption: string;
            /** @description What failed it: `control`, `treatment`, an arm's index, a parameter. */
            subject: string;
        };
        /** @description All flags' evaluations. */
        OfrepBulkEvaluation: {
            flags: components["schemas"]["OfrepEvaluation"][];
            metadata: Record<string, never>;
            event_streams: components["schemas"]["OfrepEventStream"][];
        };
        /** @description An address on this server. */
        OfrepEndpoint: {
            request_uri: string;
        };
        /** @description A flag's evaluation. */
        OfrepEvaluation: {
            key: string;
            /** @description Left out where the flag is off: the application's default counts. */
            value: unknown;
            reason: string;
            variant: null | string;
            metadata: Record<string, never>;
        };
        /** @description Where changes are told. */
        OfrepEventStream: {
            type: string;
            endpoint: components["schemas"]["OfrepEndpoint"];
        };
        /** @description A refusal. */
        OfrepFailure: {
            key: null | string;
            /** @description An OpenFeature error code. */
            error_code: string;
            error_details: null | string;
        };
        /** @description A request of the protocol. */
        OfrepRequestBody: {
            /** @description The evaluation context: `targetingKey` and attributes. */
            context: null | Record<string, never>;
        };
        /** @description What an application tracks: Turnout's extension of the protocol. */
        OfrepTrackBody: {
            /** @description At most 1,000. */
            events: components["schemas"]["OfrepTrackedEvent"][];
            /**
             * Format: int32
             * @description The version of the extension: 1, also where it is left out.
             * @default 1
             */
            version: null | number;
        };
        /** @description A call of OpenFeature's `track()`. */
        OfrepTrackedEvent: {
            /** @description The event's name; `experiment_viewed` with `experiment_slug` and `variant` in its details is an exposure. */
            name: string;
            /** @description The evaluation context: whose event it is. */
            context: null | Record<string, never>;
            /** @description Its `value`, a number, and whatever else belongs to it. */
            details: null | Record<string, never>;
            /** @description Any text of 1 to 128 bytes, by which the same event sent twice counts once. */
            id: null | string;
            /**
             * Format: date-time
             * @description When it happened; now where left out.
             */
            timestamp: null | string;
        };
        /** @description What a context gets, and why. */
        OutcomeBody: {
            /** @description Null for none. */
            variant: null | string;
            /** @description Such as `SPLIT`. */
            reason: string;
            /** @description What decided, of a flag. */
            rule?: null | string;
            /** @description The value served, of a flag. */
            value?: unknown;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfAuditBody: {
            items: components["schemas"]["AuditBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfCohortBody: {
            items: components["schemas"]["CohortBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfDeadLetterBody: {
            items: components["schemas"]["DeadLetterBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfDeliveryBody: {
            items: components["schemas"]["DeliveryBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfDraftBody: {
            items: components["schemas"]["DraftBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfEnvironmentBody: {
            items: components["schemas"]["EnvironmentBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfExperimentBody: {
            items: components["schemas"]["ExperimentBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfFlagBody: {
            items: components["schemas"]["FlagBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfKeyBody: {
            items: components["schemas"]["KeyBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfMemberBody: {
            items: components["schemas"]["MemberBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfMetricBody: {
            items: components["schemas"]["MetricBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfRevisionBody: {
            items: components["schemas"]["RevisionBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfRunningExperimentBody: {
            items: components["schemas"]["RunningExperimentBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfSegmentBody: {
            items: components["schemas"]["SegmentBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfSnapshotBody: {
            items: components["schemas"]["SnapshotBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfTokenBody: {
            items: components["schemas"]["TokenBody"][];
            next: null | string;
        };
        /** @description One page of a list; `next` is null on the last. */
        PageOfWebhookBody: {
            items: components["schemas"]["WebhookBody"][];
            next: null | string;
        };
        /** @description A treatment against the control over a part of the units, by the declared method; null where it cannot be computed. */
        PartComparisonBody: {
            variant: string;
            /** Format: double */
            difference: null | number;
            /** Format: double */
            lift: null | number;
            /** @description Of the difference; by dimension at the corrected level, so that the intervals of all values hold together. */
            confidence_interval: null | number[];
            lift_interval: null | number[];
            /** Format: double */
            p_value: null | number;
            /**
             * Format: double
             * @description By dimension: after correction; by day: as PValue.
             */
            adjusted_p_value: null | number;
            /** @description Whether AdjustedPValue is at most alpha. */
            significant: boolean;
            /** @description Of each member that is null for want of an assumption: which one, and where it failed. Left out where there is none. */
            not_computable?: null | {
                [key: string]: components["schemas"]["NotComputable"];
            };
        };
        /** @description A metric over a part of the units. */
        PartMetricBody: {
            key: string;
            variants: components["schemas"]["PartVariantBody"][];
            comparisons: components["schemas"]["PartComparisonBody"][];
        };
        /** @description A variant over a part of the units. */
        PartVariantBody: {
            key: string;
            /** Format: int64 */
            units: number;
            /** Format: double */
            total: null | number;
            /** Format: double */
            mean: null | number;
        };
        /** @description Changes one's own password. */
        PasswordRequest: {
            /** @description The one until now. */
            current: string;
            /** @description 12 to 256 characters. */
            password: string;
        };
        /** @description A metric's past. */
        PastBody: {
            /**
             * Format: date-time
             * @description Units are in from their first event after this on.
             */
            from: string;
            /**
             * Format: date-time
             * @description Units that came until here are in.
             */
            to: string;
            /**
             * Format: int64
             * @description How many.
             */
            units: number;
            /**
             * Format: double
             * @description The rate, mean, ratio or quantile.
             */
            mean: null | number;
            /**
             * Format: double
             * @description Of one unit's number.
             */
            variance: null | number;
            /**
             * Format: double
             * @description With the same metric in the pre-period: what CUPED takes off is its square. Null without a pre-period.
             */
            pre_period_correlation: null | number;
            /**
             * Format: double
             * @description New units on a mean day, all traffic.
             */
            units_per_day: null | number;
            /**
             * Format: int32
             * @description Over how many days that is.
             */
            days: number;
        };
        /** @description How large an experiment must be to find an effect, and how long that takes. */
        PlanBody: {
            metric: string;
            type: components["schemas"]["MetricType"];
            /** @description The metric's own past, from the event log. */
            past: components["schemas"]["PastBody"];
            /** @description How the experiment would decide. */
            design: components["schemas"]["PlanDesignBody"];
            sample: null | components["schemas"]["SampleBody"];
            /** @description The smallest effect found with the power asked for, by days of running. */
            detectable: components["schemas"]["DetectableBody"][];
            /** @description What to know before trusting it. */
            notes: string[];
        };
        /** @description How the experiment would decide. */
        PlanDesignBody: {
            method: components["schemas"]["DecisionMethod"];
            /** Format: double */
            alpha: number;
            /** Format: double */
            power: number;
            /** Format: int32 */
            variants: number;
            /** Format: double */
            traffic_percent: number;
            cuped: boolean;
            /**
             * Format: double
             * @description What to give as `decision.planned_units`, so that the always-valid test is sharpest where it is to end; null for a fixed horizon.
             */
            planned_units: null | number;
        };
        /** @description A flag that must have one of certain variants. */
        PrerequisiteDefinition: {
            /** @description The key of the other flag, of the same environment. */
            flag: string;
            /** @description The variants that satisfy; at least one. */
            variants: string[];
        };
        /** @description What a change would do, before it is made. */
        PreviewBody: {
            /** @description `safe`, `changes_who_sees_what`, or `would_spoil_experiment`: then it is refused. */
            classification: components["schemas"]["EditClass"];
            /** @description What changes, in words. */
            differences: components["schemas"]["Difference"][];
            /** @description The live experiments that it would spoil. */
            spoils: components["schemas"]["SpoiledExperiment"][];
            /** @description What can be done instead; empty where the change is not refused. */
            alternatives: string[];
            /** @description The recent contexts by which the moves were counted. */
            contexts: components["schemas"]["PreviewContextsBody"];
            /** @description From which variant to which, of the recent contexts, also those that stay; the most frequent first. */
            moves: components["schemas"]["MoveBody"][];
        };
        /** @description The contexts by which a change was rehearsed. */
        PreviewContextsBody: {
            /**
             * Format: int32
             * @description How many there are, each of another unit.
             */
            sampled: number;
            /**
             * Format: int64
             * @description About how many units were seen within a day.
             */
            units: number;
            /**
             * Format: int32
             * @description How many of the sample get something else.
             */
            changed: number;
            /**
             * Format: double
             * @description The same as a share, 0 to 1; null for an empty sample.
             */
            changed_share: null | number;
            /**
             * Format: date-time
             * @description When the oldest of them was seen.
             */
            since: null | string;
            /** @description Attributes that the change asks for and the sample does not keep: contexts are taken not to have them. */
            not_kept: string[];
        };
        Problem: {
            /** @description Where the status is defined. */
            type?: string;
            /** @description The status in words. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What went wrong this time, for a human. */
            detail: string;
            /** @description Stable; what programs switch on. */
            code: string;
            /** @description For validation: from member to its messages. */
            errors?: {
                [key: string]: string[];
            };
            /** @description Names the request in Turnout's log and audit log. */
            request_id?: string;
        };
        /** @description How far a launched experiment is. */
        ProgressBody: {
            experiment: string;
            metric: string;
            /** Format: date-time */
            as_of: string;
            /**
             * Format: int64
             * @description In the analysis, all variants.
             */
            units: number;
            /**
             * Format: double
             * @description The control's, so far.
             */
            mean: null | number;
            design: components["schemas"]["PlanDesignBody"];
            /**
             * Format: double
             * @description The effect asked about, as a share of the control's mean.
             */
            relative_effect: number;
            /**
             * Format: double
             * @description The chance to find it with the units there are; null where it cannot be computed.
             */
            power_so_far: null | number;
            /**
             * Format: double
             * @description The smallest effect found with the power asked for and the units there are.
             */
            detectable_effect: null | number;
            /**
             * Format: double
             * @description The same as a share of the control's mean.
             */
            relative_detectable_effect: null | number;
            /**
             * Format: int64
             * @description In all variants, for the effect asked about.
             */
            units_needed: null | number;
            /**
             * Format: int64
             * @description Those that have not come yet.
             */
            units_missing: null | number;
            end: null | components["schemas"]["DurationBody"];
            notes: string[];
        };
        /** @description A ramp. */
        RampBody: {
            steps: components["schemas"]["RampStep"][];
            guardrail: boolean;
            /** @description `running`, `paused` or `done`. */
            status: string;
            /**
             * Format: int32
             * @description The number of the step in force, from 0; −1 before the first.
             */
            step: number;
            /**
             * Format: date-time
             * @description Since when.
             */
            step_since: string;
            /**
             * Format: date-time
             * @description When the next step is taken at the earliest; null where there is none.
             */
            next_at: null | string;
            /** @description What it waits for, or why it was paused. */
            note?: null | string;
        };
        /** @description Sets a ramp. */
        RampRequest: {
            /** @description 1 to 50, each above the one before. */
            steps: components["schemas"]["RampStep"][];
            /** @description Of an experiment: whether a guardrail metric that is clearly worse or a sample-ratio mismatch pauses the ramp (it does when left out). */
            guardrail?: null | boolean;
        };
        /** @description A step of a ramp. */
        RampStep: {
            /**
             * Format: double
             * @description The flag's rollout or the experiment's traffic from this step on, above that of the step before, up to 100.
             */
            percent: number;
            /**
             * Format: double
             * @description How long it stays at least, 0 to 525,600 minutes.
             * @default 60
             */
            hold_minutes: number;
            /**
             * Format: int64
             * @description Units that must have been seen before it goes on: of a flag, those evaluated within a day (about); of an experiment, those assigned.
             * @default 0
             */
            min_units: number;
        };
        /** @description A unit's latest context. */
        RecentContextBody: {
            /** @description Ids and attributes, flat: those that the environment keeps. */
            context: components["schemas"]["EvaluationContext"];
            /** Format: date-time */
            seen_at: string;
        };
        /** @description The sample of contexts that were evaluated lately. */
        RecentContextSettings: {
            /**
             * @description False keeps none, and forgets those that were kept.
             * @default true
             */
            enabled: boolean;
            /** @description The attributes that are kept besides the ids; all when left out. */
            attributes?: null | string[];
        };
        /** @description What was evaluated lately. */
        RecentContextsBody: {
            /** @description Latest first. */
            items: components["schemas"]["RecentContextBody"][];
            /**
             * Format: int64
             * @description About how many units were evaluated within a day.
             */
            units: number;
            /** @description By name. */
            attributes: components["schemas"]["SeenAttributeBody"][];
        };
        /** @description An event as it lies in the log. What it does not have is null. */
        RecentEventBody: {
            id: string;
            event: string;
            /** Format: date-time */
            timestamp: string;
            user_id: null | string;
            team_id: null | string;
            visitor_id: null | string;
            /** Format: double */
            value: null | number;
            /** @description Of exposures and conversions. */
            experiment_slug: null | string;
            variant: null | string;
            assignment_type: null | string;
            /** @description What a conversion converted to. */
            conversion_event: null | string;
            properties: null | components["schemas"]["JsonElement"];
            /** @description Whether it came from the test cohort: it is in no result. */
            synthetic: boolean;
        };
        /** @description The end of the log. */
        RecentEventsBody: {
            /** @description Newest first. */
            items: components["schemas"]["RecentEventBody"][];
            /**
             * Format: int64
             * @description The log's end, to be sent as `after` next time.
             */
            position: number;
        };
        /** @description A call that was refused. */
        RefusedCallBody: {
            /** Format: date-time */
            at: string;
            /** @description Why, as the caller was told: `unauthenticated`, `forbidden`, `origin_not_allowed`, … */
            code: string;
            path: string;
            /** @description The page's, where a browser called. */
            origin: null | string;
            /** @description The last four characters of the key that came along; null when none did. */
            key_hint: null | string;
            /** @description The key, where it is one of ours. */
            key_id: null | string;
            /** @description The key's environment. */
            environment: null | string;
        };
        /** @description An event that was understood and is not kept. */
        RefusedEvent: {
            /**
             * Format: int32
             * @description Its place in the request, from 0.
             */
            index: number;
            /** @description Its id. */
            id: string;
            /** @description Stable, snake_case. */
            code: string;
            /** @description Why, for people. */
            detail: string;
        };
        /** @description What will be told again. */
        ReplayBody: {
            /**
             * Format: int32
             * @description How many deliveries; at most 10,000 a call.
             */
            queued: number;
        };
        /** @description Asks for a stretch of the past to be told again. */
        ReplayRequest: {
            /**
             * Format: date-time
             * @description From when.
             */
            since: string;
            /**
             * Format: date-time
             * @description Up to when; now where left out.
             */
            until?: null | string;
        };
        /** @description What an experiment has shown so far. */
        ResultsBody: {
            experiment: string;
            status: components["schemas"]["ExperimentStatus"];
            /**
             * Format: date-time
             * @description When it was counted; every event acknowledged before is in.
             */
            as_of: string;
            /** @description `win` (a treatment wins), `loss` (all lose), `no_difference_shown`, `not_enough_data` or `unhealthy`. */
            verdict: components["schemas"]["Verdict"];
            /** @description The reasons behind the verdict. */
            facts: components["schemas"]["Fact"][];
            /** @description The same for each treatment, over the primary metrics and the guardrails. */
            variant_verdicts: components["schemas"]["VariantVerdictBody"][];
            /** @description How the experiment decides. */
            decision: components["schemas"]["DecisionRule"];
            /** @description Whether units arrived in the shares asked for. */
            sample_ratio: components["schemas"]["SampleRatioBody"];
            /**
             * Format: int64
             * @description Units that were shown more than one variant; they are left out of everything but `exposures`.
             */
            multiply_exposed: number;
            /**
             * Format: int64
             * @description Exposures that name no variant of the experiment; they count nowhere.
             */
            unknown_variants: number;
            variants: components["schemas"]["VariantBody"][];
            metrics: components["schemas"]["MetricResultBody"][];
        };
        /** @description Results as they grew, day by day. */
        ResultsByDayBody: {
            experiment: string;
            /**
             * Format: date-time
             * @description When it was counted.
             */
            as_of: string;
            /** @description The declared method. Intervals of an always-valid one hold on all days at once; those of a fixed horizon are pictures until its planned end. */
            method: components["schemas"]["DecisionMethod"];
            /**
             * Format: double
             * @description The level of the intervals.
             */
            alpha: number;
            /** @description In order; days without new units are left out. */
            days: components["schemas"]["DayBody"][];
        };
        /** @description Results by the value of a property that units had at their first exposure. */
        ResultsBySliceBody: {
            experiment: string;
            /** Format: date-time */
            as_of: string;
            /** @description The property. */
            dimension: string;
            method: components["schemas"]["DecisionMethod"];
            /** Format: double */
            alpha: number;
            /** @description How p-values are corrected for the number of values and treatments, metric by metric. */
            correction: components["schemas"]["Correction"];
            /** @description The most frequent values first, then all others together, then units without one. */
            slices: components["schemas"]["SliceBody"][];
        };
        /** @description Whether a reviewer agrees. */
        ReviewBody: {
            actor: string;
            approved: boolean;
            comment: string;
            /** Format: date-time */
            at: string;
        };
        /** @description What a reviewer says. */
        ReviewRequest: {
            comment?: null | string;
        };
        /** @description Whether changes need the consent of a second person. */
        ReviewSettings: {
            /**
             * @description True takes changes of what is evaluated as drafts only; switching off, pausing and stopping stay possible at once.
             * @default false
             */
            required: boolean;
            /**
             * Format: int32
             * @description How many others must approve a draft, 1 to 10.
             * @default 1
             */
            approvals: number;
        };
        /** @description A state that an item had. */
        RevisionBody: {
            /**
             * Format: int64
             * @description The version of the environment's ruleset that brought it, or of a metric its own revision; names the revision.
             */
            version: number;
            /**
             * Format: int64
             * @description The item's own revision, as its `ETag` had it.
             */
            revision: number;
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description Who brought it. */
            actor: string;
            /** @description Whether the item was removed by it. */
            removed: boolean;
            /** @description What it changed, in words; left out in a list's last item, whose predecessor is on the next page. */
            differences: components["schemas"]["Difference"][];
            item?: unknown;
        };
        /** @description Asks for a sink to be put at another place of the log. */
        RewindRequest: {
            /**
             * Format: int64
             * @description Of the next event to send, 0 to the end of the log; 0 sends everything again.
             */
            position: number;
        };
        /** @description Asks for a key or token that takes another's place. */
        RotateRequest: {
            /**
             * Format: double
             * @description How long the other one goes on, 0 to 720 hours; 24 when left out.
             */
            overlap_hours?: null | number;
        };
        /** @description A rule of a flag: who matches If is served Serve. */
        RuleDefinition: {
            if?: null | components["schemas"]["Condition"];
            /** @description What is served. */
            serve: components["schemas"]["ServeDefinition"];
            /** @description A name for people; evaluations name the rule by it, else by its number from 0. */
            name?: null | string;
        };
        /** @description One environment's flags, segments and experiments at one version, as stored, streamed and kept on disk: the input of Ruleset Ruleset.Compile(RulesetDefinition definition, Ruleset? previous = null). */
        RulesetDefinition: {
            /**
             * Format: int32
             * @description The form of this document. A reader refuses a document of a higher schema than it knows.
             */
            schema?: number;
            /** @description The environment's key. */
            environment: string;
            /**
             * Format: int64
             * @description Grows with every change in the environment.
             */
            version: number;
            /** @description The flags. */
            flags?: components["schemas"]["FlagDefinition"][];
            /** @description The segments that conditions refer to. */
            segments?: components["schemas"]["SegmentDefinition"][];
            /** @description The experiments that are not archived. */
            experiments?: components["schemas"]["ExperimentDefinition"][];
            holdout?: null | components["schemas"]["HoldoutDefinition"];
        };
        /** @description A running experiment as it concerns a caller. */
        RunningExperimentBody: {
            key: string;
            /** @description The caller's variant; null where no context was given. */
            variant: null | string;
            /** @description The keys of all variants. */
            variants: string[];
            /** @description The key of the control variant. */
            control: string;
            /** @description What is bucketed. */
            unit: string;
            /** @description `deterministic` or `random`. */
            assignment: components["schemas"]["AssignmentType"];
        };
        /** @description Units and days for an effect. */
        SampleBody: {
            /**
             * Format: double
             * @description In the metric's unit.
             */
            effect: number;
            /**
             * Format: double
             * @description As a share of the mean.
             */
            relative_effect: number;
            /**
             * Format: int64
             * @description Of the control; every treatment has as many unless weights say otherwise.
             */
            units_per_variant: number;
            /**
             * Format: int64
             * @description In all variants.
             */
            units: number;
            days: null | components["schemas"]["DurationBody"];
        };
        /** @description The sample-ratio check. */
        SampleRatioBody: {
            /**
             * Format: double
             * @description Of the chi-square test, of the exact multinomial test where an expected count is below 5; null when nobody was exposed.
             */
            p_value: null | number;
            /** @description AlwaysValidPValue is below 0.001, or units are where none belong: assignment or logging is broken, and no verdict is given. */
            mismatch: boolean;
            /**
             * Format: double
             * @description The statistic of PValue.
             */
            chi_square: null | number;
            /**
             * Format: int32
             * @description Of the chi-square test.
             */
            degrees_of_freedom: null | number;
            /**
             * Format: double
             * @description Valid under a look every day; it decides. Null when nobody was exposed.
             */
            always_valid_p_value: null | number;
        };
        /** @description An attribute to ask for. */
        SeenAttributeBody: {
            name: string;
            /** @description The most frequent ones seen, at most 20, as text; empty where none was seen. */
            values: string[];
        };
        /** @description A segment. */
        SegmentBody: {
            key: string;
            description: string;
            if: components["schemas"]["Condition"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A reusable named condition. */
        SegmentDefinition: {
            /** @description Formed like a flag's key. */
            key: string;
            /** @description Who is in the segment. */
            if: components["schemas"]["Condition"];
        };
        /** @description Sets a segment. */
        SegmentRequest: {
            /** @description Who is in it. */
            if: components["schemas"]["Condition"];
            /** @description As in the address, where it is given at all. */
            key?: null | string;
            /** @description What it is for. */
            description?: null | string;
            /**
             * Format: date-time
             * @description Ignored, like UpdatedAt: so an answer can be changed and sent back.
             */
            created_at?: null | string;
            /**
             * Format: date-time
             * @description Ignored.
             */
            updated_at?: null | string;
        };
        /** @description What a rule serves: exactly one of the members is set. On the wire: a variant's key or a value, `{"rollout":20}`, `{"split":{"a":1,"b":1}}` or `{"experiment":"key"}`. */
        ServeDefinition: unknown;
        /** @description Who is signed in. */
        SessionBody: {
            /** @description As the audit log names it. */
            actor: string;
            /** @description What the caller may do somewhere; RightsIn says where, beyond everywhere. */
            rights: string[];
            /** @description What the caller may do in every environment, and outside them. */
            rights_everywhere: string[];
            /** @description From environment to what the caller may do there beyond that. */
            rights_in: {
                [key: string]: string[];
            };
            /** @description The member's id; null for an admin token and a one-time sign-in address. */
            member: null | string;
        };
        /**
         * @description Signs in: with the token of a one-time sign-in address, or with a member's email address and password; with neither, the admin token
         *     that the request came with signs in.
         */
        SessionRequest: {
            token?: null | string;
            email?: null | string;
            password?: null | string;
        };
        /** @description A snapshot as its link shows it. */
        SharedResultsBody: {
            /** @description Where the experiment ran. */
            environment: string;
            note: string;
            /**
             * Format: date-time
             * @description The instant of its numbers.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the link ends.
             */
            expires_at: string;
            /** @description The experiment, its results and how they grew, as they were computed then. */
            content: components["schemas"]["JsonElement"];
        };
        /** @description How one can sign in here. */
        SignInMethodsBody: {
            /** @description Whether members sign in with a password. */
            password: boolean;
            provider: null | components["schemas"]["SignInProviderBody"];
        };
        SignInProviderBody: {
            /** @description What people call it. */
            name: string;
            /** @description Where a browser goes to sign in. */
            address: string;
        };
        /** @description A sink and how it fares. */
        SinkBody: {
            /** @description Its name in the configuration. */
            name: string;
            /** @description `posthog`, `segment`, `http` or `ndjson`. */
            type: string;
            environment: string;
            /** @description The address or folder. */
            target: string;
            /**
             * Format: int64
             * @description The position of the next event to look at.
             */
            position: number;
            /**
             * Format: int64
             * @description How many events of the log are still to be looked at.
             */
            behind: number;
            /**
             * Format: int64
             * @description How many events it has passed on.
             */
            delivered: number;
            /**
             * Format: int64
             * @description How many were refused one by one.
             */
            dead_letters: number;
            /**
             * Format: int64
             * @description Attempts that failed in a row; 0 when all is well.
             */
            failures: number;
            /** @description What the last of them said. */
            error: null | string;
            /**
             * Format: date-time
             * @description Until when the receiver is left in peace for them.
             */
            resting_until: null | string;
        };
        /** @description The sinks that are configured, by name. */
        SinksBody: {
            items: components["schemas"]["SinkBody"][];
        };
        /** @description The units with one value. */
        SliceBody: {
            /** @description Null: units without one, or those with all other values. */
            value: null | string;
            /** @description Whether these are all values that are not shown alone. */
            is_other: boolean;
            /** @description By variant. */
            units: number[];
            metrics: components["schemas"]["PartMetricBody"][];
        };
        /** @description A snapshot. */
        SnapshotBody: {
            id: string;
            experiment: string;
            /** @description What it is for. */
            note: string;
            /** @description Who made it. */
            created_by: string;
            /**
             * Format: date-time
             * @description When; its numbers are those of this instant.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its link ends; the snapshot itself stays until it is revoked.
             */
            expires_at: string;
            /** @description Whether the link leads to it. */
            is_open: boolean;
            /** @description The link's token, only where the snapshot is made: the page is `/shared#` and the token. */
            token?: null | string;
            /** @description What it shows, only where one snapshot is read. */
            content?: unknown;
        };
        /** @description Asks for a snapshot. */
        SnapshotRequest: {
            /** @description What it is for, at most 1,000 characters: whoever has the link reads it. */
            note?: null | string;
            /**
             * Format: date-time
             * @description When the link ends, at most 366 days ahead; in 30 days when left out.
             */
            expires_at?: null | string;
        };
        /** @description An experiment that a change would spoil. */
        SpoiledExperiment: {
            /** @description Its key. */
            experiment: string;
            /** @description What would become of its units. */
            why: string;
        };
        /** @description One line of an explanation. */
        StepBody: {
            /** @description How later formulas call it. */
            symbol: string;
            /** @description What it is. */
            name: string;
            /** @description Over earlier symbols; left out for what was counted or declared. */
            formula?: null | string;
            /** @description The formula with the symbols' values in their place, rounded for reading. */
            numbers?: null | string;
            /**
             * Format: double
             * @description In full precision.
             */
            value: number;
            /** @description Where it comes from: the event log, the experiment's decision, a paper. */
            source?: null | string;
        };
        /**
         * @description What became of a step of an evaluation.
         * @enum {unknown}
         */
        StepOutcome: "passed" | "decided" | "not_reached";
        /** @description A token that opens a stream. */
        StreamTokenBody: {
            token: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description What the test cohort did in an experiment. */
        SyntheticResultsBody: {
            experiment: string;
            variants: components["schemas"]["SyntheticVariantBody"][];
        };
        /** @description What those of the test cohort did who have a variant. */
        SyntheticVariantBody: {
            /** @description The variant's. */
            key: string;
            /**
             * Format: int64
             * @description Units assigned to it.
             */
            assignments: number;
            /**
             * Format: int64
             * @description Exposures to it, repeated ones too.
             */
            exposures: number;
            /**
             * Format: int64
             * @description Units that met it first.
             */
            units: number;
            /**
             * Format: int64
             * @description Conversions that name it.
             */
            conversions: number;
            /** @description From the event of each of the experiment's metrics to how many of it these units sent after they had met the variant. */
            events: {
                [key: string]: number;
            };
        };
        /** @description Switches a flag on or off. */
        ToggleRequest: {
            enabled: boolean;
        };
        /** @description An operator's token, without its secret. */
        TokenBody: {
            id: string;
            /** @description `personal` (never more than its member may do), `service` or `admin`. */
            kind: string;
            name: string;
            hint: string;
            /** @description The rights it is for. */
            scopes: string[];
            environment: null | string;
            /** @description The id of the member whose it is. */
            member: null | string;
            created_by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: null | string;
            /** Format: date-time */
            last_used_at: null | string;
            replaces: null | string;
            /** @description The token itself; shown this once. */
            token?: null | string;
        };
        /** @description Asks for an operator's token. */
        TokenRequest: {
            /** @description What people call it, 1 to 128 characters. */
            name: string;
            /** @description What it is for: names of rights, such as `flags_read` and `cohort_write`, or a role for all of the role's. */
            scopes: string[];
            /** @description The one environment in which it can be used; all when left out. */
            environment?: null | string;
            /**
             * Format: date-time
             * @description When it ends by itself: for a personal token within 366 days, 90 days when left out; for a service token never when left out.
             */
            expires_at?: null | string;
        };
        /** @description Why an experiment was paused. */
        Trip: {
            /** @description `sample_ratio` or `metric`. */
            cause: string;
            /** @description The same for people, with the numbers. */
            reason: string;
            /**
             * Format: double
             * @description Valid however often it is looked at.
             */
            p_value: number;
            /** @description The metric's key. */
            metric?: null | string;
            /** @description The treatment's key. */
            variant?: null | string;
        };
        /** @description A key that was used. */
        UsedKeyBody: {
            id: string;
            /** @description As the audit log names it: `server:checkout`. */
            name: string;
            environment: string;
            /** Format: date-time */
            at: string;
        };
        /** @description A variant. */
        VariantBody: {
            key: string;
            /**
             * Format: double
             * @description Its share of the weights, 0 to 1.
             */
            weight: number;
            /**
             * Format: int64
             * @description Units assigned and stored.
             */
            assignments: number;
            /**
             * Format: int64
             * @description Exposure events.
             */
            exposures: number;
            /**
             * Format: int64
             * @description Units in the analysis.
             */
            units: number;
        };
        /** @description A named value of a flag. */
        VariantDefinition: {
            /** @description The variant's name, formed like a flag's key. */
            key: string;
            /** @description A value of the flag's type. */
            value: components["schemas"]["FlagValue"];
        };
        /** @description A treatment over all metrics that decide. */
        VariantVerdictBody: {
            variant: string;
            verdict: components["schemas"]["Verdict"];
            facts: components["schemas"]["Fact"][];
        };
        /**
         * @description What it all comes to, in a word.
         * @enum {unknown}
         */
        Verdict: "win" | "loss" | "no_difference_shown" | "not_enough_data" | "unhealthy";
        /** @description What an experiment's results came to when they were last computed: within minutes while it runs, and whenever someone looks at its results. */
        VerdictNoteBody: {
            /** @description `win`, `loss`, `no_difference_shown`, `not_enough_data` or `unhealthy`. */
            verdict: components["schemas"]["Verdict"];
            /** @description The treatments that have it. */
            variants: string[];
            /**
             * Format: date-time
             * @description When it was counted.
             */
            as_of: string;
        };
        /** @description An address that is told of changes. */
        WebhookBody: {
            id: string;
            name: string;
            url: string;
            format: string;
            events: string[];
            environments: string[];
            enabled: boolean;
            /**
             * Format: int64
             * @description Attempts that failed in a row; 0 when all is well.
             */
            failures: number;
            /**
             * Format: date-time
             * @description Where it failed: it is left in peace until then.
             */
            resting_until: null | string;
            /**
             * Format: int64
             * @description How many deliveries wait.
             */
            pending: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description What its messages are signed with; only when it was made just now, and never again. */
            secret?: null | string;
        };
        /** @description Asks for a webhook, or for what it shall be from now on. */
        WebhookRequest: {
            /** @description What people call it, 1 to 128 characters. */
            name: string;
            /** @description Where to send; `https://` or `http://`, not to this machine or its link-local network unless the server's options allow it. */
            url: string;
            /**
             * @description `json` (a Standard Webhooks message) or `slack` (a text for Slack and what understands its form).
             * @default json
             */
            format: string;
            /** @description Kinds of the audit log: `flag.updated`, `flag.*`, `*`. Left out: flags, experiments, guardrails, approvals. */
            events?: null | string[];
            /** @description Only changes in these; empty or left out: in all. */
            environments?: null | string[];
            /**
             * @description Whether it is told at all.
             * @default true
             */
            enabled: boolean;
        };
        /** @description A new signing secret. */
        WebhookSecretBody: {
            /** @description In the form of Standard Webhooks: `whsec_` and 32 bytes in Base64. Shown once. */
            secret: string;
            /**
             * Format: date-time
             * @description Until when messages are signed with the one before as well.
             */
            old_until: string;
        };
        /** @description Welch's t-test, two-sided. */
        WelchBody: {
            /** Format: double */
            t: number;
            /** Format: double */
            degrees_of_freedom: null | number;
            /** Format: double */
            p_value: number;
            confidence_interval: number[];
            /** Format: double */
            lift: null | number;
            lift_interval: null | number[];
            significant: boolean;
        };
        /** @description An effect scaled to the whole traffic. */
        WholeTrafficBody: {
            /**
             * Format: double
             * @description Units that came in the time of the experiment, those outside its traffic share reckoned in.
             */
            units: number;
            /**
             * Format: int32
             * @description Over how many days they came.
             */
            days: number;
            /**
             * Format: double
             * @description What would have been added to the metric's total.
             */
            difference: number;
            /** @description Of Difference, by the declared method. */
            confidence_interval: null | number[];
            /**
             * Format: double
             * @description Difference over Days.
             */
            per_day: number;
        };
        /** @description The two-proportion z-test, pooled, two-sided; significant where |z| is above 1.96. */
        ZTestBody: {
            /** Format: double */
            z: number;
            /** Format: double */
            p_value: number;
            confidence_interval: number[];
            /** Format: double */
            lift: null | number;
            lift_interval: null | number[];
            significant: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRecentContexts: {
        parameters: {
            query?: {
                /** @description Only contexts with this in an id or attribute, without regard to case. */
                q?: string;
                /** @description How many contexts at most, 1 to 200; 20 when left out. */
                limit?: number;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecentContextsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharedResults: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResultsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description Only from this instant on, at most an hour back; an hour when left out. */
                since?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignInMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInMethodsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findSyntheticResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyntheticResultsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCohort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CohortIdsBody"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlagStates: {
        parameters: {
            query: {
                /** @description A flag's key; repeated, at most 200 times. */
                key: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagStatesBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlagTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagTagsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventsRequest"];
                "application/x-ndjson": components["schemas"]["EventsRequest"];
                "text/plain": components["schemas"]["EventsRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsAnswer"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRecentEvents: {
        parameters: {
            query?: {
                /** @description Only events that name this user, team or visitor id. */
                unit?: string;
                /** @description Only exposures and conversions of this experiment. */
                experiment?: string;
                /** @description Only exposures and conversions of experiments that this flag serves. */
                flag?: string;
                /** @description Only events of this name. */
                name?: string;
                /** @description The `position` of the answer before: only what came since. */
                after?: number;
                /** @description How many at most, 1 to 500; 100 when left out. */
                limit?: number;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecentEventsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluateRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluateBody"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRunningExperiments: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfRunningExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRuleset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesetDefinition"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ofrepTrack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfrepTrackBody"];
                "text/plain": components["schemas"]["OfrepTrackBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfrepFailure"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinksBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEnvironments: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfEnvironmentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEnvironmentSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentSettings"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setEnvironmentSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentSettings"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentSettings"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonObject"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlagRevisions: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfRevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFlagRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revertFlag: {
        parameters: {
            query?: {
                /** @description True also where it spoils a live experiment; the audit log says so. */
                force?: boolean;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagBody"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSegmentRevisions: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfRevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegmentRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revertSegment: {
        parameters: {
            query?: {
                /** @description True also where it spoils a live experiment; the audit log says so. */
                force?: boolean;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentBody"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExperimentRevisions: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfRevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExperimentRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revertExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMetricRevisions: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfRevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetricRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revertMetric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricBody"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                /** @description Only drafts in this state: open, approved, rejected, withdrawn, applied or failed. */
                status?: string;
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfDraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["ReviewRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["ReviewRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuardrail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setGuardrail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardrailPolicy"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardrailBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeGuardrail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFlagRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setFlagRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RampRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeFlagRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseFlagRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeFlagRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExperimentRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setExperimentRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RampRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeExperimentRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseExperimentRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeExperimentRamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RampBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSnapshots: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfSnapshotBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnapshotRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                unit: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                unit: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseUnit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                unit: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentCountBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewFlagExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagExperimentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagExperimentPreview"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeFlagExperiment: {
        parameters: {
            query?: {
                /** @description True also where the environment's holdout would take the feature from some. */
                force?: boolean;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagExperimentRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeFlagExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfKeyBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfTokenBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnTokens: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfTokenBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOwnToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateOwnToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOwnToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfMemberBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewMemberBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    goToProvider: {
        parameters: {
            query?: {
                /** @description The page of ours to go to afterwards; the first one when left out. */
                from?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    comeFromProvider: {
        parameters: {
            query?: {
                code?: string;
                state?: string;
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only what happened in this environment. */
                environment?: string;
                /** @description Only entries of this kind, such as `flag.updated`. */
                kind?: string;
                /** @description Only what happened to this key or id. */
                target?: string;
                /** @description Only what this actor did, such as `member:ada@example.org`. */
                actor?: string;
                /** @description Only what actors of this kind did: `admin`, `member`, `personal`, `service`, `server`, `client`, `user`, `schedule`, `guardrail`, `cli`, `system`. */
                actor_kind?: string;
                /** @description Only what this request did. */
                request_id?: string;
                /** @description Only from this instant on. */
                since?: string;
                /** @description Only before this instant. */
                until?: string;
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfAuditBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditChainBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCohort: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfCohortBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addToCohort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                unit: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeFromCohort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                unit: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlags: {
        parameters: {
            query?: {
                /** @description Only flags with this tag. */
                tag?: string;
                /** @description Only flags that are `on` or `off`, or `critical` ones. */
                state?: string;
                /** @description Only items whose key or texts contain this, without regard to case. */
                q?: string;
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfFlagBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setFlag: {
        parameters: {
            query?: {
                /** @description True saves also what would spoil a live experiment; the audit log says so. */
                force?: boolean;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagBody"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    toggleFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToggleRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluateFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagEvaluationRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagEvaluationBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSegments: {
        parameters: {
            query?: {
                /** @description Only items whose key or texts contain this, without regard to case. */
                q?: string;
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfSegmentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setSegment: {
        parameters: {
            query?: {
                /** @description True saves also what would spoil a live experiment; the audit log says so. */
                force?: boolean;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentBody"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMetrics: {
        parameters: {
            query?: {
                /** @description Only items whose key or texts contain this, without regard to case. */
                q?: string;
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfMetricBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMetric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetricRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricBody"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMetric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExperiments: {
        parameters: {
            query?: {
                /** @description Only experiments in this state: draft, running, paused, stopped or archived. */
                status?: string;
                /** @description Only items whose key or texts contain this, without regard to case. */
                q?: string;
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExperimentRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteExperiment: {
        parameters: {
            query?: {
                /** @description The token of `…/deletion`, or the experiment's key as a person typed it; refused where it is neither. Programs may leave it out. */
                confirm?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonObject"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    copyExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExperimentDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    launchExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    concludeExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConcludeRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archiveExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHoldout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldoutBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setHoldout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldoutBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldoutBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignAnswer"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findVariant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignAnswer"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    convert: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConvertedRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConvertedAnswer"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openStream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createStreamToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamTokenBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ofrepEvaluateFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfrepRequestBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfrepEvaluation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfrepFailure"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfrepFailure"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ofrepEvaluateFlags: {
        parameters: {
            query?: {
                flagConfigEtag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Sent back by providers after a change notice: a server that does not know that version yet reads it first. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfrepRequestBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfrepBulkEvaluation"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfrepFailure"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ofrepStream: {
        parameters: {
            query?: {
                since?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findResults: {
        parameters: {
            query?: {
                /** @description `json` (default); `ndjson`: one line for each metric; `csv`: one for each metric and variant. */
                format?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultsBody"];
                    "application/x-ndjson": components["schemas"]["ResultsBody"];
                    "text/csv": components["schemas"]["ResultsBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainResults: {
        parameters: {
            query?: {
                /** @description Only this treatment; all when left out. */
                variant?: string;
                /** @description `json` (default), `markdown`, `csv` (the steps as a table) or `units` (CSV: the number of every unit, of a quantile every value, without names). */
                format?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
                metric: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationBody"];
                    "text/markdown": components["schemas"]["ExplanationBody"];
                    "text/csv": components["schemas"]["ExplanationBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planMetric: {
        parameters: {
            query?: {
                /** @description The smallest change that would matter, as a share of the mean; 0.05 when left out. */
                effect?: number;
                /** @description The chance to find it, 0.5 to 0.999; 0.8 when left out. */
                power?: number;
                /** @description The error allowed for all comparisons together; 0.05 when left out. */
                alpha?: number;
                /** @description `always_valid` (default) or `fixed_horizon`. */
                method?: string;
                /** @description How many variants, the control among them, in equal shares; 2 when left out. */
                variants?: number;
                /** @description The share of units that takes part, in per cent; 100 when left out. */
                traffic?: number;
                /** @description What is assigned; `user` when left out. */
                unit?: string;
                /** @description How many days of the past are looked at; 28 when left out. */
                days?: number;
                /** @description Units come in with this event; with any when left out. */
                entry_event?: string;
                /** @description `decision.planned_units` of the experiment; the best for the plan when left out. */
                planned_units?: number;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findProgress: {
        parameters: {
            query?: {
                /** @description One of its metrics; the first when left out. */
                metric?: string;
                /** @description The smallest change that would matter, as a share of the control's mean; 0.05 when left out. */
                effect?: number;
                /** @description The chance to find it, 0.5 to 0.999; 0.8 when left out. */
                power?: number;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findResultsByDay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultsByDayBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findResultsBySlice: {
        parameters: {
            query?: {
                /** @description The name of a property of exposures. */
                dimension?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultsBySliceBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportEvents: {
        parameters: {
            query?: {
                /** @description `ndjson` (default), `csv` or `json`. */
                format?: string;
                /** @description Whether the test cohort comes too; otherwise it is left out. */
                synthetic?: boolean;
                /** @description How many rows at most, 1 to 10,000; a page may have fewer, and only the last is empty. Left out: all there are, in one stream. */
                limit?: number;
                /** @description The `Turnout-Next` (or `next`) of the answer before; left out to begin. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportExposures: {
        parameters: {
            query?: {
                /** @description `ndjson` (default), `csv` or `json`. */
                format?: string;
                /** @description Whether the test cohort comes too; otherwise it is left out. */
                synthetic?: boolean;
                /** @description How many rows at most, 1 to 10,000; a page may have fewer, and only the last is empty. Left out: all there are, in one stream. */
                limit?: number;
                /** @description The `Turnout-Next` (or `next`) of the answer before; left out to begin. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportUnits: {
        parameters: {
            query?: {
                /** @description `ndjson` (default), `csv` or `json`. */
                format?: string;
                /** @description Whether the test cohort comes too; otherwise it is left out. */
                synthetic?: boolean;
                /** @description How many rows at most, 1 to 10,000; a page may have fewer, and only the last is empty. Left out: all there are, in one stream. */
                limit?: number;
                /** @description The `Turnout-Next` (or `next`) of the answer before; left out to begin. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAssignments: {
        parameters: {
            query?: {
                /** @description `ndjson` (default), `csv` or `json`. */
                format?: string;
                /** @description Whether the test cohort comes too; otherwise it is left out. */
                synthetic?: boolean;
                /** @description How many rows at most, 1 to 10,000; a page may have fewer, and only the last is empty. Left out: all there are, in one stream. */
                limit?: number;
                /** @description The `Turnout-Next` (or `next`) of the answer before; left out to begin. */
                after?: string;
            };
            header?: never;
            path: {
                environment: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfWebhookBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Only `pending`, `delivered` or `failed` ones. */
                status?: string;
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfDeliveryBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SinksBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rewindSink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewindRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SinkBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description How many items at most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description The `next` of the page before; left out for the first page. */
                after?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfDeadLetterBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LettersBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LettersBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loadDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoBody"];
                };
            };
            /** @description A problem (RFC 9457), with its `code`. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
