// Generated from the server's OpenAPI document by "npm run api"; not to be edited.

export type paths = Record<string, never>;
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
export type operations = Record<string, never>;
