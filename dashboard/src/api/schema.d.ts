// Made from docs/openapi.json by `pnpm types`; never by hand.
export interface paths {
    "/api/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List activity
         * @description Return one page of what concerns the caller and their stores, newest first; an admin sees everything.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is an address free
         * @description Say whether an id is free, or make one that is from a name. Nothing is kept for the caller until a store is asked for.
         */
        get: operations["checkAddress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with a code
         * @description Begin a session with a code, which is good once. Attempts that fail make the next ones wait, per address.
         */
        post: operations["useSignInCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a sign-in code
         * @description Make a code that signs the caller in elsewhere, a browser say: once, within ten minutes. Not for personal tokens.
         */
        post: operations["createSignInCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description Begin a session. Attempts that fail make the next ones wait, per account and per address.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description End the session that the access token is of, with all its tokens; of a browser, that of its cookie, which it forgets.
         *
         *     A browser's cookie is enough where the access token has ended already.
         */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's password
         * @description Change one's own password. It ends all one's sessions, this one included; personal access tokens stay.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a session
         * @description Return the next pair of tokens. A refresh token is good once: shown again, it ends the session.
         *
         *     Without one in the body it is the cookie's, and the next one comes as a cookie. Two tabs may show one cookie within seconds.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account
         * @description Make a user and log them in, if that is open to the caller. The first, and whom the set-up token makes, is an admin.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List backups
         * @description Return one page of the caller's backups, newest first, also of stores that are gone; an admin's has all, by owner.
         */
        get: operations["listBackups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backups/{backup_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a backup
         * @description Return a backup: what is in it, and until when it is kept.
         */
        get: operations["getBackup"];
        put?: never;
        post?: never;
        /**
         * Delete a backup
         * @description Delete a backup that is not pinned. It is off the list at once; its files follow within a minute or so.
         */
        delete: operations["deleteBackup"];
        options?: never;
        head?: never;
        /**
         * Pin a backup
         * @description Keep a backup until it is unpinned, or let it go with the others of its age.
         */
        patch: operations["changeBackup"];
        trace?: never;
    };
    "/api/backups/{backup_id}/download/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a backup's file
         * @description Return a file of a backup as it lies there; what lies in a bucket is fetched from there.
         *
         *     A page may not follow a redirect to elsewhere: it asks with `redirect=false` first, and goes where it is told.
         */
        get: operations["downloadBackup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say something in words
         * @description Carry a line out, with the rights and limits of the caller. What cannot be done is answered in words too, with 200.
         */
        post: operations["sayInWords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look who asks to be linked
         * @description Say who in which chat got this code. Whoever is linked by it may do all that the caller may.
         */
        post: operations["lookAtChatCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/codes/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse to be linked
         * @description End a code, so that it links nobody.
         */
        post: operations["refuseChatCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List linked chat accounts
         * @description Return one page of the people of chat programs who act as the caller.
         */
        get: operations["listChatLinks"];
        put?: never;
        /**
         * Link a chat account
         * @description Let whoever asked for the code in a chat act as the caller, with all their rights. Not for personal tokens.
         */
        post: operations["linkChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/links/{link_id}": {
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
         * Unlink a chat account
         * @description Let somebody of a chat program act as the caller no more, at once.
         */
        delete: operations["unlinkChat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List clusters
         * @description Return the clusters that stores can be placed on. Admins see how each is; that takes three seconds at most.
         */
        get: operations["listClusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clusters/{name}/cordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cordon a cluster
         * @description Have a cluster take no new stores; all else goes on there. Asked again, the reason is the new one. Admins only.
         */
        post: operations["cordonCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clusters/{name}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drain a cluster
         * @description Cordon a cluster and move its stores to where there is room, a hundred at a time; asked again, those left. Admins only.
         *
         *     Each move is an operation of its own, which may be followed and canceled. A store that cannot be moved now stays as it is.
         */
        post: operations["drainCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clusters/{name}/uncordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Uncordon a cluster
         * @description Have a cluster take new stores again. Admins only.
         */
        post: operations["uncordonCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/engines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List engines
         * @description Return the shop software there is, and whether a store can be made on it here.
         */
        get: operations["listEngines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List extensions of all stores
         * @description Return what the shops of the next stores of the caller have, by the stores' ids; they are asked at once.
         *
         *     A page may have no items although more stores follow. A store that does not answer is named in `missing`.
         */
        get: operations["listExtensions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List kinds of operations
         * @description Return every kind with its steps and parameters. It changes only with the platform's version, and may be kept a while.
         */
        get: operations["listKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I
         * @description Return the caller, what the token is good for, and how many stores the caller has and may have.
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
    "/api/notice-targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List targets of notices
         * @description Return one page of the caller's targets; an admin sees everyone's, and those of the platform.
         */
        get: operations["listNoticeTargets"];
        put?: never;
        /**
         * Make a target of notices
         * @description Make a place that is told of stores from now on. An e-mail address that is not your own is told once it is confirmed.
         */
        post: operations["createNoticeTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notice-targets/{target_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a target of notices
         * @description Return a target, with what is wrong with it if something is.
         */
        get: operations["getNoticeTarget"];
        put?: never;
        post?: never;
        /**
         * Remove a target of notices
         * @description Tell it nothing any more, also of what waits. What is known of what it was told goes too.
         */
        delete: operations["deleteNoticeTarget"];
        options?: never;
        head?: never;
        /**
         * Change a target of notices
         * @description Change what it is told, or whether it is told anything. While it is disabled, nothing is kept for it.
         */
        patch: operations["changeNoticeTarget"];
        trace?: never;
    };
    "/api/notice-targets/{target_id}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an address another code
         * @description Send a new code to an e-mail address that is not confirmed yet; the one before is over. Five an hour at most.
         */
        post: operations["sendNoticeCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notice-targets/{target_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an address
         * @description Enter the code that the address was sent: good for 30 minutes and five tries.
         */
        post: operations["confirmNoticeTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notice-targets/{target_id}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List notices
         * @description Return one page of what a target was told in the last 30 days, or waits, newest first.
         */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notice-targets/{target_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a target of notices out
         * @description Send it a notice that says that it is a test, whatever its filter is. What came of it is in its notices soon.
         */
        post: operations["testNoticeTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is under way
         * @description Return one page of the operations on the caller's stores that wait or run, oldest first; an admin sees everyone's.
         */
        get: operations["listAllOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/{operation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at an operation
         * @description Return an operation: what was asked, how it stands, and why it failed if it did.
         */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/{operation_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an operation
         * @description Have an operation end as canceled. One that runs ends as soon as its processes are gone: follow its events.
         */
        post: operations["cancelOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/{operation_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow an operation
         * @description Return events with a number above `after`; waits for one if there is none yet and the operation goes on.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders
         * @description Return one page of a store's orders, or of all the caller's stores merged by time, newest first.
         *
         *     A store that does not answer is named in `missing`; the only one that is asked is an error instead.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Place an order
         * @description Order through the shop's own public API, as a guest who pays on delivery.
         *
         *     Send an `Idempotency-Key`: a shop cannot take an order back, and with a key it is placed once however often it is asked for.
         */
        post: operations["createOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{store_id}/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Track an order
         * @description Return an order as it stands in its shop right now.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orphans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orphans
         * @description Return what no record names: namespaces, volumes, releases, folders of runs, and why each is one. Admins only.
         */
        get: operations["listOrphans"];
        put?: never;
        post?: never;
        /**
         * Remove orphans
         * @description Remove what was shown under the digest, and nothing else: 409 if another look shows something else. Admins only.
         */
        delete: operations["removeOrphans"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plans
         * @description Return the sizes of stores, and what each gives on which engine.
         */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List stores
         * @description Return one page of the caller's stores; an admin sees everyone's.
         */
        get: operations["listStores"];
        put?: never;
        /**
         * Create a store
         * @description Accept a store; the operation in the answer makes it. Follow that one's events until it has ended.
         */
        post: operations["createStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a store
         * @description Return a store, what may be asked of it right now, and why the rest may not.
         */
        get: operations["getStore"];
        put?: never;
        post?: never;
        /**
         * Delete a store
         * @description Cancel what is under way and remove the store with all its data. Asking twice returns the same operation.
         */
        delete: operations["deleteStore"];
        options?: never;
        head?: never;
        /**
         * Change a store's settings
         * @description Give the shop another name, colour or first administrator's address, or lock its code: by the operation answered.
         *
         *     Until that has succeeded the store's fields are the old ones, and if it fails they stay so: the shop gets its old settings
         *     back. What is installed stays the same. A store that is so already is answered with 200 and no operation.
         */
        patch: operations["changeStore"];
        trace?: never;
    };
    "/api/stores/{store_id}/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a store's backups
         * @description Return one page of a store's backups, newest first; also of a store that is gone.
         */
        get: operations["listStoreBackups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in to a shop
         * @description Return the shop's administrator with the password, and the keys that its engine shows. Nothing may keep the answer.
         */
        get: operations["getCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a store's domains
         * @description Return one page of the domains that a store has claimed, by name.
         */
        get: operations["listDomains"];
        put?: never;
        /**
         * Claim a domain for a store
         * @description Return the records to set in the DNS: one that proves that the domain is yours, and those that lead to the shop.
         *
         *     Nothing else happens until it is checked. Any store may claim any domain; that of the one who can set the record has it.
         */
        post: operations["claimDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/domains/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a store's domain
         * @description Return a domain that a store has claimed, with the records to set.
         */
        get: operations["getDomain"];
        put?: never;
        post?: never;
        /**
         * Give a domain up
         * @description Take a domain off the store. One that the shop may answer at goes by an operation, and is free once that is done.
         */
        delete: operations["removeDomain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/domains/{name}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look a domain up in the DNS
         * @description Look at what the DNS says right now. Once it proves that the domain is the store's and leads here, it is served.
         *
         *     The first domain that is served is the primary one. A domain that another store has is only proven by the TXT record; that
         *     store loses it first, so check again a little later.
         */
        post: operations["checkDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/domains/{name}/primary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make a domain the shop's address
         * @description Have the shop's pages be at a verified domain; its other names lead there.
         */
        put: operations["makePrimaryDomain"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what was changed by hand
         * @description Return how the store's objects in its cluster differ from what was installed. Every call looks; nothing is changed.
         */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/expected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how long things take
         * @description Return how long each kind of operation took on stores of this one's engine, whoever's they were.
         */
        get: operations["getExpected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/extensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a store's extensions
         * @description Return the plugins, themes and modules that a store's shop has right now, 500 at most. A failed store is asked, too.
         */
        get: operations["listStoreExtensions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a store is
         * @description Return how the store's pods are, what its address answers, and when a test order last went through.
         */
        get: operations["getStoreHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a store's revisions
         * @description Return the revisions of the store's release, newest first, with the operation that made each.
         */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a store's logs
         * @description Return lines of all containers of a store by time, without secrets; with `cursor` and `wait` a long poll for more.
         */
        get: operations["getLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a store's mail goes out
         * @description Return the store's relay: its own, or that of its cluster. A password is never in it.
         */
        get: operations["getMail"];
        /**
         * Give a store a mail relay of its own
         * @description Accept a relay of the store's own; the operation in the answer starts the shop with it.
         *
         *     The password goes into the store's cluster before the operation is accepted and is nowhere else.
         */
        put: operations["changeMail"];
        post?: never;
        /**
         * Use the platform's mail relay again
         * @description Have the shop use the relay of its cluster, as that is set now; without one it sends no mail.
         */
        delete: operations["resetMail"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test mail
         * @description Have the shop itself send a mail through its relay. If it does not, the problem has the relay's own words.
         */
        post: operations["testMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a store's operations
         * @description Return one page of a store's operations, newest first; also of a store that is gone.
         */
        get: operations["listOperations"];
        put?: never;
        /**
         * Ask for an operation
         * @description Accept an operation on a store; `allowed_operations` of the store says which are possible.
         */
        post: operations["createOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a store's buyers pay
         * @description Return whose account buyers pay into by card, and where the provider is to call the shop. A secret is never in it.
         */
        get: operations["getPayments"];
        /**
         * Have a store take payments by card
         * @description Accept the keys of the owner's account; the operation in the answer starts the shop with them.
         *
         *     The secrets go into the store's cluster before the operation is accepted and are nowhere else.
         */
        put: operations["changePayments"];
        post?: never;
        /**
         * Take no payments by card any more
         * @description Have the shop offer what it offered before: payment on delivery. What was paid stays as it is.
         */
        delete: operations["stopPayments"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/payments/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See whether a shop's key works
         * @description Have the shop itself ask the provider something. If that fails, the problem has its own words; no money moves.
         */
        post: operations["checkPayments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a store's products
         * @description Return one page of what can be ordered in a store, by what its buyers see.
         */
        get: operations["listProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a store's schedule
         * @description Return how often a store is backed up and a backup of it drilled, and when next.
         */
        get: operations["getSchedule"];
        /**
         * Change a store's schedule
         * @description Say how often a store is backed up, and a backup of it drilled.
         */
        put: operations["changeSchedule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/upgrades": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what can be upgraded
         * @description Return the version that an upgrade would install, with each value of the chart that it would change.
         */
        get: operations["getUpgrades"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/{store_id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what a store takes
         * @description Return what the store takes of processor, memory and disk, against its plan. What is not known is null, never 0.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List activity of stores
         * @description Return one page of what became of the caller's stores, newest first, also of those that are gone.
         */
        get: operations["listStoresActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stores/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stores in numbers
         * @description Return how the caller's stores are and what became of operations in the last seven days; an admin's are everyone's.
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
    "/api/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens
         * @description Return one page of the caller's personal access tokens that are good.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Make a token
         * @description Make a personal access token, which is shown this once. Its scope is not above the caller's.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/{token_id}": {
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
         * Revoke a token
         * @description End a personal access token at once.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Return one page of all users. Admins only.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Add a user
         * @description Make a user who can log in. Admins only.
         */
        post: operations["addUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a user
         * @description Return a user. Admins only.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Change a user's name, role or limit of stores; what is left out stays. Admins only.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/users/{user_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset a password
         * @description Give a user another password. It ends all their sessions; personal access tokens stay. Admins only.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Return one page of the caller's webhooks; an admin sees everyone's, and those of the platform.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Make a webhook
         * @description Make an endpoint that is told of events from now on. The secret in the answer is shown this once.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a webhook
         * @description Return a webhook.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Remove a webhook
         * @description Tell it nothing any more, also of what waits. What is known of what was sent to it goes too.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Change where it leads, what it is told, or whether it is told anything.
         *
         *     While it is disabled, nothing is queued for it, and what waited becomes dead letters, which can be sent again later.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Return one page of what was sent to a webhook in the last 30 days, or waits, newest first.
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
    "/api/webhooks/{webhook_id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a delivery
         * @description Return one delivery with its tries.
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
    "/api/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again
         * @description Send the same bytes under the same id again, after what waits. One that waits for its next try is tried at once.
         */
        post: operations["redeliverOne"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send dead letters again
         * @description Send the dead letters of a time again, or all, the oldest first; so many at a time: ask again while there are more.
         */
        post: operations["redeliverDead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret
         * @description Make a new secret, shown this once. For 24 hours what is sent has two signatures: by it, and by the one before.
         */
        post: operations["rotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a webhook out
         * @description Send it an event of the type webhook.test, whatever its filters are. What the endpoint says is in the delivery soon.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive
         * @description Answer if the process is alive; looks at nothing else.
         */
        get: operations["getHealth"];
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
        /**
         * Can the platform take work
         * @description Ask the state, a worker and the clusters; 503 with the same checks if one of them is not well.
         */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Accepted
         * @description The store as it is now, and the operation to follow.
         */
        Accepted: {
            operation: components["schemas"]["Operation"];
            store: components["schemas"]["Store"];
        };
        /**
         * Activity
         * @description One line of the activity log.
         */
        Activity: {
            /**
             * @description what was asked for, or operation.ended
             * @example store.create
             */
            action: string;
            /** @description the user who did it; empty: nobody who is known */
            actor: string;
            /** @description where it came from; null in what somebody else did, unless an admin asks */
            address: string | null;
            /** Format: date-time */
            at: string;
            detail: {
                [key: string]: string | number | boolean | null;
            };
            id: string;
            operation_id: string | null;
            /** @description accepted, done, refused; of an operation that ended, its status */
            outcome: string;
            /** @description one CamelCase word, empty if all is well */
            reason: string;
            /** @description the X-Request-Id of the request's answer */
            request_id: string;
            /** @description the door it came through */
            source: string;
            store_id: string | null;
        };
        /**
         * ActivityList
         * @description One page of the activity log, newest first. It may hold less than was asked for and still have a next page.
         */
        ActivityList: {
            items: components["schemas"]["Activity"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * Address
         * @description Whether a new store could have an address, right now.
         */
        Address: {
            available: boolean;
            /** @description the id: as asked about, or made from the name; null: none can be made */
            id: string | null;
            /** @description why not, in one sentence; empty if it is free */
            message: string;
            /** @description the address that a store with this id would have; null: there can be no such id */
            url: string | null;
        };
        /**
         * Amounts
         * @description Amounts of what stores need; null: not known, or not limited.
         */
        Amounts: {
            cpu_millicores: number | null;
            memory_bytes: number | null;
            volumes: number | null;
        };
        /**
         * Attempt
         * @description One try.
         */
        Attempt: {
            /** @description the first bytes of the answer's body, 1 kB at most */
            answer: string;
            /** Format: date-time */
            at: string;
            /** @description one sentence if there was no answer */
            error: string;
            seconds: number;
            /** @description the answer's HTTP status; null: there was no answer */
            status: number | null;
        };
        /**
         * Backup
         * @description A backup that was read back from where it lies.
         */
        Backup: {
            /** @description why it was made */
            cause: components["schemas"]["BackupCause"];
            /** @description orders, products and customers in it */
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            created_at: string;
            engine: string;
            engine_version: string;
            /** @description the number of the last order in it; empty: none, or not known */
            highest_order: string;
            /** @description the id of the operation that made it */
            id: string;
            /** @description until when it is kept at least; null: no time is set, it goes when newer ones take its place, if at all */
            kept_until: string | null;
            links: components["schemas"]["BackupLinks"];
            /**
             * Format: date-time
             * @description when the copying began: all that the shop had by then is in it
             */
            made_at: string;
            owner: string;
            /** @description `database` and `files` */
            parts: {
                [key: string]: components["schemas"]["BackupPart"];
            };
            /** @description whether it is kept until it is unpinned */
            pinned: boolean;
            /** @description when a copy made of it last took an order */
            proven_at: string | null;
            /** @description how long that copy took to stand */
            restore_seconds: number | null;
            /** @description the revision of the store's release that it was made at; null: not known */
            revision: number | null;
            /** @description bytes of all its files */
            size: number;
            /** @description good: it was read back; proven: a copy made of it has taken an order */
            status: components["schemas"]["BackupStatus"];
            /** @description the id of the store that it is of, which may be gone */
            store: string;
        };
        /**
         * BackupCause
         * @description Why a backup was made, which says how long it is kept.
         * @enum {string}
         */
        BackupCause: "asked" | "scheduled" | "upgrade" | "safety";
        /**
         * BackupLinks
         * @description Where a backup's things are.
         */
        BackupLinks: {
            /** @description each of its files, and its manifest */
            downloads: {
                [key: string]: string;
            };
            self: string;
            /** @description its store, which may be gone */
            store: string;
        };
        /**
         * BackupList
         * @description One page of backups, newest first.
         */
        BackupList: {
            items: components["schemas"]["Backup"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * BackupPart
         * @description One file of a backup.
         */
        BackupPart: {
            file: string;
            sha256: string;
            /** @description bytes */
            size: number;
        };
        /**
         * BackupStatus
         * @description How much is known of a backup that is listed.
         * @enum {string}
         */
        BackupStatus: "good" | "proven";
        /**
         * Certificate
         * @description The certificate that the shop's address shows.
         */
        Certificate: {
            /** @description whole days until then; negative: it has expired */
            days_left: number;
            issuer: string;
            /** Format: date-time */
            not_after: string;
        };
        /**
         * ChangeBackup
         * @description What shall be different about a backup.
         */
        ChangeBackup: {
            /** @description whether it is kept until it is unpinned */
            pinned: boolean;
        };
        /**
         * ChangedOutside
         * @description A change of the store's release that did not come from here.
         */
        ChangedOutside: {
            at: string | null;
            description: string;
            /** @description what is recorded of the store */
            recorded_revision: number;
            /** @description what the release is at */
            revision: number;
            /** @description as Helm has it */
            status: string;
        };
        /**
         * ChangedValue
         * @description A value of the store's chart that would change.
         */
        ChangedValue: {
            /** @description null: it would not be there */
            after: unknown;
            /** @description null: it is not there */
            before: unknown;
            /** @description where in the chart's values, like web.resources.limits.memory */
            path: string;
        };
        /**
         * ChangeMail
         * @description A relay of the store's own, all of it.
         * @example {
         *       "from": "shop@example.com",
         *       "host": "smtp.example.com",
         *       "password": "as-the-relay-has-it",
         *       "user": "shop"
         *     }
         */
        ChangeMail: {
            /** @description the address that the shop's mail comes from, which the relay has to know */
            from: string;
            /** @description the relay's host name, or its public IPv4 address; never one in a private network */
            host: string;
            /** @description the user's; if left out, the one that was given before for the same host, port and user stays */
            password?: string | null;
            /**
             * @description the relay's port
             * @default 587
             * @enum {integer}
             */
            port: 465 | 587 | 2465 | 2525 | 2587;
            /** @description where answers go; null: the address of the shop's administrator */
            reply_to?: string | null;
            /**
             * @description TLS from the relay's first answer on (starttls), from the first byte on (tls), or none
             * @default starttls
             * @enum {string}
             */
            security: "starttls" | "tls" | "none";
            /** @description who signs in at the relay; null: nobody does */
            user?: string | null;
        };
        /**
         * ChangeNoticeTarget
         * @description What shall be different about a target; what is left out stays. At least one field is given.
         */
        ChangeNoticeTarget: {
            description?: string | null;
            enabled?: boolean | null;
            events?: components["schemas"]["NoticeEvent"][] | null;
        };
        /**
         * ChangePassword
         * @description One's own password, and the one that takes its place.
         */
        ChangePassword: {
            /** Format: password */
            current_password: string;
            /**
             * Format: password
             * @description at least 10 characters of any kind, and not the e-mail address
             */
            new_password: string;
        };
        /**
         * ChangePayments
         * @description The account that buyers pay into, all of it.
         * @example {
         *       "publishable_key": "pk_test_51Example",
         *       "secret_key": "rk_test_51Example",
         *       "webhook_secret": "whsec_Example"
         *     }
         */
        ChangePayments: {
            /**
             * @description who takes the payments; nobody else than stripe is known yet
             * @default stripe
             * @constant
             */
            provider: "stripe";
            /** @description the account's publishable key (pk_test_… or pk_live_…), which buyers' browsers are told */
            publishable_key: string;
            /** @description the account's secret key, best a restricted one (rk_…) of the same mode; if left out, the one that was given before beside the same publishable_key stays */
            secret_key?: string | null;
            /** @description the signing secret (whsec_…) of the endpoint that calls webhook_url; if left out, the one that was given before beside the same publishable_key stays */
            webhook_secret?: string | null;
        };
        /**
         * ChangeSchedule
         * @description How often a store is backed up, and a backup of it drilled; what is left out stays as it is.
         */
        ChangeSchedule: {
            /** @description hours between two drills; 0: none are made; null: as the platform's setting says */
            drill_hours?: number | null;
            /** @description hours between two backups; 0: none are made; null: as the platform's setting says */
            hours?: number | null;
        } | unknown | unknown;
        /**
         * ChangeSession
         * @description The refresh token of the session that shall go on.
         */
        ChangeSession: {
            /** @description the one that the last answer held; it is good once. Null: the cookie's */
            refresh_token?: string | null;
        };
        /**
         * ChangeStore
         * @description What shall change of a store; what is left out stays. At least one field is given.
         */
        ChangeStore: {
            /** @description the e-mail address of the shop's first administrator, whose password stays */
            admin_email?: string | null;
            /** @description the shop's own colour, as # and six hexadecimal digits */
            color?: string | null;
            /** @description whether the shop's owner may install plugins and themes in its admin (open), or the shop's code comes with its image only (locked) */
            file_mods?: ("open" | "locked") | null;
            /** @description the language that the shop speaks to buyers, as a BCP 47 tag like de, de-AT or pt-BR */
            locale?: string | null;
            /** @description the shop's name as buyers see it; any text */
            name?: string | null;
        } | {
            name: string;
        } | {
            color: string;
        } | {
            admin_email: string;
        } | {
            file_mods: string;
        } | {
            locale: string;
        };
        /**
         * ChangeUser
         * @description What shall be different about a user; what is left out stays.
         */
        ChangeUser: {
            /** @description what the user is called */
            name?: string;
            /** @description an owner sees their own stores, an admin all */
            role?: components["schemas"]["Role"];
            /** @description how many stores the user may have; null: as the platform's setting says */
            store_limit?: number | null;
        };
        /**
         * ChangeUsersPassword
         * @description The password that a user gets from an admin.
         */
        ChangeUsersPassword: {
            /**
             * Format: password
             * @description at least 10 characters of any kind, and not the e-mail address
             */
            password: string;
        };
        /**
         * ChangeWebhook
         * @description What shall be different about a webhook; what is left out stays. At least one field is given.
         */
        ChangeWebhook: {
            description?: string | null;
            enabled?: boolean | null;
            events?: string[] | null;
            url?: string | null;
        };
        /**
         * ChatAnswer
         * @description What is said to it.
         */
        ChatAnswer: {
            /** @description what goes; to go on, the line is sent again, confirmed. Empty: nothing is asked */
            confirm: string;
            /** @description what belongs to it, a line each */
            lines: string[];
            /** @description lines that may be sent next */
            next: string[];
            /** @description what was accepted, to follow */
            operation: components["schemas"]["Operation"] | null;
            /** @description why nothing was done, in one CamelCase word; empty: it was */
            reason: string;
            /** @description one or two sentences */
            text: string;
        };
        /**
         * ChatCode
         * @description Who asks to act as the caller.
         */
        ChatCode: {
            /** Format: date-time */
            expires_at: string;
            /** @description what it calls the person */
            name: string;
            provider: components["schemas"]["Provider"];
            /** @description what the chat program calls the workspace, or the server */
            workspace: string;
        };
        /**
         * ChatLine
         * @description What somebody typed.
         */
        ChatLine: {
            /**
             * @description whether its sender has seen what goes, which `confirm` of the answer before says
             * @default false
             */
            confirmed: boolean;
            /**
             * @description a command; `help` has them
             * @example show demo
             */
            line: string;
        };
        /**
         * ChatLink
         * @description Somebody of a chat program who acts as the caller.
         */
        ChatLink: {
            /** Format: date-time */
            created_at: string;
            id: string;
            /** @description what it calls the person */
            name: string;
            provider: components["schemas"]["Provider"];
            /** @description what the chat program calls the workspace, or the server */
            workspace: string;
        };
        /**
         * ChatLinkList
         * @description One page of linked people.
         */
        ChatLinkList: {
            items: components["schemas"]["ChatLink"][];
            /** @description null on the last page */
            next_cursor: string | null;
        };
        /**
         * Check
         * @description How one part of the platform is.
         */
        Check: {
            /** @description one sentence unless it is ok */
            message: string;
            /** @description ok, degraded (it works, and the message says what to look at) or failed */
            status: string;
        };
        /**
         * ClaimDomain
         * @description A domain that a store shall have.
         * @example {
         *       "name": "shop.example.com"
         *     }
         */
        ClaimDomain: {
            /** @description the domain; letters beyond ASCII are kept in their form with xn-- */
            name: string;
        };
        /**
         * ClaimStatus
         * @description Pending: nothing has proven it yet. Verified: it has, and the store holds the name.
         * @enum {string}
         */
        ClaimStatus: "pending" | "verified";
        /**
         * Cluster
         * @description A cluster that stores can be placed on.
         */
        Cluster: {
            /** @description true for the first, which is taken where nothing speaks for another */
            default: boolean;
            /** @description how it is; null unless the caller is an admin */
            detail: components["schemas"]["ClusterDetail"] | null;
            /** @description a store's host name is <id>.<domain> */
            domain: string;
            /** @description what a store can be asked for with, instead of a cluster's name */
            labels: {
                [key: string]: string;
            };
            name: string;
            provider: string;
        };
        /**
         * ClusterDetail
         * @description How a cluster is, for admins.
         */
        ClusterDetail: {
            /** @description what its nodes give to pods; null: message says why not */
            allocatable: components["schemas"]["Amounts"] | null;
            /** @description what the plans of its stores ask for together, used or not */
            asked: components["schemas"]["Amounts"];
            /** @description that it takes no new stores, and why; null: it does */
            cordon: components["schemas"]["Cordon"] | null;
            /** @description allocatable less asked, which is below 0 where plans ask for more than there is; null: as allocatable */
            free: components["schemas"]["Amounts"] | null;
            /** @description why its nodes were not seen, in one sentence; empty: they were */
            message: string;
            /** @description how many times its processor and memory plans may ask for; null: no new store is refused for that */
            overcommit: number | null;
            /** @description whether its API server answered within three seconds, some seconds ago at most */
            reachable: boolean;
            /** @description how many stores have which status; a status that none has is left out */
            stores: {
                [key: string]: number;
            };
        };
        /**
         * ClusterList
         * @description The clusters that stores can be placed on, in the inventory's order.
         */
        ClusterList: {
            items: components["schemas"]["Cluster"][];
        };
        /**
         * Code
         * @description A code that was just made.
         */
        Code: {
            /** @description shown this once; a browser signs in at /sign-in#code=<code> */
            code: string;
            /** Format: date-time */
            expires_at: string;
        };
        /**
         * ConfirmNoticeTarget
         * @description The code that an address was sent.
         */
        ConfirmNoticeTarget: {
            /**
             * @description eight digits
             * @example 04718233
             */
            code: string;
        };
        /**
         * Cordon
         * @description That a cluster takes no new stores.
         */
        Cordon: {
            /** Format: date-time */
            at: string;
            /** @description the id of the user who cordoned it */
            by: string;
            cluster: string;
            why: string;
        };
        /**
         * CordonCluster
         * @description Why a cluster is to take no new stores.
         */
        CordonCluster: {
            /**
             * @description for those who ask for a store there
             * @example it gets new nodes
             */
            why: string;
        };
        /**
         * Cpu
         * @description Processor time.
         */
        Cpu: {
            /** @description what all pods of the store may take together */
            limit_millicores: number | null;
            /** @description null: not known */
            used_millicores: number | null;
        };
        /**
         * CreateNoticeTarget
         * @description A place that shall be told in words what becomes of stores.
         */
        CreateNoticeTarget: {
            /**
             * @description of a chat: the address of its incoming webhook, at https, which is not shown again; else an e-mail address, which is sent a code unless it is your own
             * @example https://hooks.slack.com/services/T000/B000/XXXX
             */
            address: string;
            /**
             * @description what it is for; any text
             * @default
             */
            description: string;
            /**
             * @description false: it is told nothing
             * @default true
             */
            enabled: boolean;
            /**
             * @description what it is told; left out: all of it
             * @default [
             *       "store.ready",
             *       "operation.failed",
             *       "store.needs_attention",
             *       "backup.failed"
             *     ]
             * @example [
             *       "operation.failed",
             *       "backup.failed"
             *     ]
             */
            events: components["schemas"]["NoticeEvent"][];
            /** @description the chat whose incoming webhook it is, or email, where the platform has a mail relay */
            kind: components["schemas"]["TargetKind"];
            /**
             * @description true: it is told of every owner's stores, which only an admin may ask for
             * @default false
             */
            platform: boolean;
        };
        /**
         * CreateOperation
         * @description What shall be done with the store.
         */
        CreateOperation: {
            /**
             * @example verify
             * @enum {string}
             */
            kind: "provision" | "backup" | "clone" | "configure" | "domains" | "drill" | "install_extensions" | "mail" | "move" | "payments" | "plan" | "repair" | "restore" | "rollback" | "rotate" | "safe_mode" | "update_extensions" | "upgrade" | "verify" | "delete";
            /**
             * @description what the kind takes besides; most take nothing
             * @default {}
             */
            parameters: {
                [key: string]: unknown;
            };
        } & ({
            /**
             * @description make the store, or try again where that failed
             * @constant
             */
            kind: "provision";
            /** Provision */
            parameters?: {
                /**
                 * Adopt
                 * @description take over the namespace with all that is in it, whoever made it, for a restored state
                 * @default false
                 */
                adopt?: boolean;
            };
        } | {
            /**
             * @description copy the store's database and files to where backups lie, and read them back
             * @constant
             */
            kind: "backup";
            /** Parameters */
            parameters?: Record<string, never>;
        } | {
            /**
             * @description make a copy of the store to try things out in: it sends no mail, reaches nobody, and has passwords of its own
             * @constant
             */
            kind: "clone";
            /** Clone */
            parameters?: {
                /**
                 * Backup
                 * @description the id of the store's backup that it is made of; its newest if left out
                 */
                backup?: string | null;
                /**
                 * Id
                 * @description the id of the new store; made from its name if left out
                 */
                id?: string | null;
                /**
                 * Name
                 * @description the name of the new store; the store's with (copy) behind it if left out
                 */
                name?: string | null;
            };
        } | {
            /**
             * @description change the shop's name, colour, language, first administrator's address, or whether its owner may install plugins; a failure puts the old settings back
             * @constant
             */
            kind: "configure";
            /** Configure */
            parameters: {
                /**
                 * Admin Email
                 * @description the e-mail address of the shop's first administrator, whose password stays
                 */
                admin_email?: string | null;
                /**
                 * Color
                 * @description the shop's own colour, as # and six hexadecimal digits
                 */
                color?: string | null;
                /**
                 * File Mods
                 * @description whether the shop's owner may install plugins and themes in its admin (open), or the shop's code comes with its image only (locked)
                 */
                file_mods?: ("open" | "locked") | null;
                /**
                 * Locale
                 * @description the language that the shop speaks to buyers, as a BCP 47 tag like de, de-AT or pt-BR
                 */
                locale?: string | null;
                /**
                 * Name
                 * @description the shop's name as buyers see it; any text
                 */
                name?: string | null;
            } | {
                name: string;
            } | {
                color: string;
            } | {
                admin_email: string;
            } | {
                file_mods: string;
            } | {
                locale: string;
            };
        } | {
            /**
             * @description have the shop answer at these domains of its own, which the store holds; a failure puts the old ones back
             * @constant
             */
            kind: "domains";
            /** Domains */
            parameters: {
                /**
                 * Names
                 * @description the domains that the shop answers at, its primary one first; the store has to hold each
                 */
                names: string[];
            };
        } | {
            /**
             * @description prove the store's newest backup: a copy made of it takes an order, and goes again
             * @constant
             */
            kind: "drill";
            /** Drill */
            parameters?: {
                /**
                 * Backup
                 * @description the id of the store's backup; its newest if left out
                 */
                backup?: string | null;
            };
        } | {
            /**
             * @description put plugins and themes into the shop; back with its data if the shop does not sell with them
             * @constant
             */
            kind: "install_extensions";
            /** InstallExtensions */
            parameters: {
                /**
                 * Extensions
                 * @description plugins and themes
                 */
                extensions: {
                    /**
                     * Active
                     * @description whether it is switched on; of themes one may be
                     * @default true
                     */
                    active?: boolean;
                    /**
                     * Kind
                     * @description what it is
                     * @default plugin
                     * @enum {string}
                     */
                    kind?: "plugin" | "theme";
                    /**
                     * Slug
                     * @description its folder's name, as its page and its archive have it
                     * @example akismet
                     */
                    slug: string;
                    /**
                     * Version
                     * @description which version; null: the newest one that is stable
                     */
                    version?: string | null;
                }[];
            };
        } | {
            /**
             * @description send the shop's mail through a relay of its own, or through its cluster's again; a failure puts the old one back
             * @constant
             */
            kind: "mail";
            /** Mail */
            parameters?: {
                /**
                 * From
                 * @description the address that the shop's mail comes from, which the relay has to know
                 */
                from?: string | null;
                /**
                 * Host
                 * @description the relay's host name, or its public IPv4 address; null: the relay of the store's cluster
                 */
                host?: string | null;
                /**
                 * Key
                 * @description which key of the Secret store-mail has the relay's password; null: there is none. PUT /api/stores/{store_id}/mail makes it
                 */
                key?: string | null;
                /**
                 * Port
                 * @description the relay's port
                 * @default 587
                 * @enum {integer}
                 */
                port?: 465 | 587 | 2465 | 2525 | 2587;
                /**
                 * Reply To
                 * @description where answers go; null: the address of the shop's administrator
                 */
                reply_to?: string | null;
                /**
                 * Security
                 * @description TLS from the relay's first answer on (starttls), from the first byte on (tls), or none
                 * @default starttls
                 * @enum {string}
                 */
                security?: "starttls" | "tls" | "none";
                /**
                 * User
                 * @description who signs in at the relay; null: nobody does
                 */
                user?: string | null;
            };
        } | {
            /**
             * @description take the store to another cluster with its data; refused there, it sells on where it was
             * @constant
             */
            kind: "move";
            /** Move */
            parameters?: {
                /**
                 * Cluster
                 * @description the name of the cluster that the store goes to; one that has room if left out
                 */
                cluster?: string | null;
            };
        } | {
            /**
             * @description let buyers pay by card, into the account of the shop's owner, or no more; a failure puts the old way back
             * @constant
             */
            kind: "payments";
            /** TakePayments */
            parameters?: {
                /**
                 * Provider
                 * @description who takes the payments; nobody else than stripe is known yet; null: none are taken by card
                 */
                provider?: "stripe" | null;
                /**
                 * Publishable Key
                 * @description the account's publishable key (pk_test_… or pk_live_…), which buyers' browsers are told
                 */
                publishable_key?: string | null;
                /**
                 * Secret
                 * @description which key of the Secret store-payments has the account's secret key. PUT /api/stores/{store_id}/payments makes it
                 */
                secret?: string | null;
                /**
                 * Webhook
                 * @description which key of the Secret store-payments has what the provider signs its calls with. PUT /api/stores/{store_id}/payments makes it
                 */
                webhook?: string | null;
            };
        } | {
            /**
             * @description give the store another size; refused where its data does not fit, and back if it does not sell on it
             * @constant
             */
            kind: "plan";
            /** ChangeOfPlan */
            parameters: {
                /**
                 * Plan
                 * @description the name of a plan of the store's engine
                 */
                plan: string;
            };
        } | {
            /**
             * @description put right what somebody changed by hand of the store's objects in its cluster; nothing else is changed
             * @constant
             */
            kind: "repair";
            /** Repair */
            parameters?: {
                /**
                 * Remove Extra
                 * @description also remove objects that nobody installed; claims on volumes, Secrets and keys stay, as they may hold what nobody else has
                 * @default false
                 */
                remove_extra?: boolean;
                /**
                 * Revision
                 * @description not to be said: the revision that is recorded of the store, which the platform fills in
                 */
                revision?: number | null;
            };
        } | {
            /**
             * @description take the shop's data back to a backup, with newer orders carried over
             * @constant
             */
            kind: "restore";
            /** Restore */
            parameters: {
                /**
                 * Backup
                 * @description the id of a backup of the store
                 */
                backup: string;
                /**
                 * Newer Orders
                 * @description carry orders, customers and stock that are newer than the backup over; false: the old state bare
                 * @default true
                 */
                newer_orders?: boolean;
            };
        } | {
            /**
             * @description take the store back to an earlier revision with the data it had, and carry newer orders over
             * @constant
             */
            kind: "rollback";
            /** Rollback */
            parameters: {
                /**
                 * Backup
                 * @description the id of a backup of that revision; the newest of it if left out
                 */
                backup?: string | null;
                /**
                 * Newer Orders
                 * @description carry orders, customers and stock that are newer than the backup over; false: the old state bare
                 * @default true
                 */
                newer_orders?: boolean;
                /**
                 * Revision
                 * @description a revision of the store's history of which a backup is there
                 */
                revision: number;
            };
        } | {
            /**
             * @description give the store's database and its administrator new passwords, which the store's Secret alone is told
             * @constant
             */
            kind: "rotate";
            /** Rotate */
            parameters?: {
                /**
                 * Which
                 * @description `database`: the one that the shop signs in to its database with; `admin`: the one that the shop's administrator signs in with, also if it was changed in the shop
                 * @default [
                 *       "database",
                 *       "admin"
                 *     ]
                 */
                which?: ("database" | "admin")[];
            };
        } | {
            /**
             * @description run the shop without its owner's plugins and theme, so that a broken one can be mended, or with them again; it stays in safe mode where it does not sell with them
             * @constant
             */
            kind: "safe_mode";
            /** SafeMode */
            parameters?: {
                /**
                 * On
                 * @description true: without the owner's plugins and theme; false: with them again, if the shop sells that way
                 * @default true
                 */
                on?: boolean;
            };
        } | {
            /**
             * @description bring the owner's plugins and themes to the versions on offer; back with its data if the shop does not sell then
             * @constant
             */
            kind: "update_extensions";
            /** UpdateExtensions */
            parameters?: {
                /**
                 * Slugs
                 * @description slugs of extensions; none: all of the owner's that an update is on offer for
                 * @default []
                 */
                slugs?: string[];
            };
        } | {
            /**
             * @description bring the store to the newest version, or to another image of its owner's: rehearsed on a copy, and back with its data if it does not sell on it
             * @constant
             */
            kind: "upgrade";
            /** Upgrade */
            parameters?: {
                /**
                 * Image
                 * @description the image that the shop runs from then on in place of the platform's: a repository with a digest, or platform for the platform's own; left out: as before
                 */
                image?: string | null;
                /**
                 * Rehearsal
                 * @description try it on a copy first, while the shop is open; false: at once, behind the gate
                 * @default true
                 */
                rehearsal?: boolean;
            };
        } | {
            /**
             * @description place a test order, see it in the admin, remove it
             * @constant
             */
            kind: "verify";
            /** Parameters */
            parameters?: Record<string, never>;
        } | {
            /**
             * @description remove the store with all its data; cancels what is under way
             * @constant
             */
            kind: "delete";
            /** Delete */
            parameters?: {
                /**
                 * Leave
                 * @description end well where the namespace is not ours and holds nothing of the store; it is left as it is
                 * @default false
                 */
                leave?: boolean;
            };
        });
        /**
         * CreateOrder
         * @description The order that is wanted. It is paid on delivery.
         * @example {
         *       "address": {
         *         "city": "Berlin",
         *         "country": "DE",
         *         "line1": "Unter den Linden 1",
         *         "postal_code": "10117"
         *       },
         *       "customer": {
         *         "email": "ada@example.com",
         *         "first_name": "Ada",
         *         "last_name": "Example"
         *       },
         *       "items": [
         *         {
         *           "quantity": 2,
         *           "sku": "SAMPLE-MUG"
         *         }
         *       ],
         *       "store": "tea-cake"
         *     }
         */
        CreateOrder: {
            address: components["schemas"]["WantedAddress"];
            customer: components["schemas"]["WantedCustomer"];
            items: components["schemas"]["WantedItem"][];
            /** @description the store's id */
            store: string;
        };
        /**
         * CreateOwnAccount
         * @description Somebody who makes themselves a user, and is logged in.
         */
        CreateOwnAccount: {
            /**
             * @description for a browser: the refresh token comes as a cookie that no script can read, and refresh_token is null
             * @default false
             */
            cookie: boolean;
            /**
             * @description what the user logs in with
             * @example anna@example.com
             */
            email: string;
            /**
             * @description what the user is called; any text
             * @example Anna
             */
            name: string;
            /**
             * Format: password
             * @description at least 10 characters of any kind, and not the e-mail address
             */
            password: string;
        };
        /**
         * CreateSession
         * @description Who logs in.
         */
        CreateSession: {
            /**
             * @description for a browser: the refresh token comes as a cookie that no script can read, and refresh_token is null
             * @default false
             */
            cookie: boolean;
            /** @example anna@example.com */
            email: string;
            /** Format: password */
            password: string;
        };
        /**
         * CreateSessionOfCode
         * @description A code that signs in, as a link to the sign-in page has it.
         */
        CreateSessionOfCode: {
            /**
             * Format: password
             * @description works once, within ten minutes
             */
            code: string;
            /**
             * @description for a browser: the refresh token comes as a cookie that no script can read, and refresh_token is null
             * @default false
             */
            cookie: boolean;
        };
        /**
         * CreateStore
         * @description The store that is wanted. What is left out is filled in.
         * @example {
         *       "engine": "an-engine",
         *       "name": "Tea & Cake"
         *     }
         */
        CreateStore: {
            /** @description the e-mail address of the shop's first administrator; admin@<id>.example if left out */
            admin_email?: string | null;
            /** @description the id of a backup that the store is made of; what is left out is then as in the backup, and engine, country, currency and sample_products cannot be other than there */
            backup?: string | null;
            /** @description the cluster that the store is placed on, one of GET /api/clusters; the first, or where the platform chooses the one with the most room if left out */
            cluster?: string | null;
            /**
             * @description the shop's own colour, as # and six hexadecimal digits
             * @default #1f5f54
             */
            color: string;
            /**
             * @description the country that the shop sells in, as an ISO 3166-1 alpha-2 code
             * @default DE
             */
            country: string;
            /**
             * @description the currency of the shop's prices, as an ISO 4217 code
             * @default EUR
             */
            currency: string;
            /** @description another name for admin_email; give one of the two */
            email?: string | null;
            /** @description the shop software, one of GET /api/engines */
            engine?: string;
            /**
             * @description plugins and themes of its owner's that the shop is made with; what its plan brings comes besides
             * @default []
             */
            extensions: components["schemas"]["WantedExtension"][];
            /**
             * @description whether the shop's owner may install plugins and themes in its admin (open), or the shop's code comes with its image only (locked)
             * @default open
             * @enum {string}
             */
            file_mods: "open" | "locked";
            /** @description the store's id, which is the first label of the shop's host name; made from the name if left out */
            id?: string | null;
            /** @description the image that the shop runs in place of the platform's: a repository that the installation allows, with a digest */
            image?: string | null;
            /**
             * @description labels that the store's cluster must have, as GET /api/clusters lists them; any cluster if left out
             * @default {}
             * @example {
             *       "region": "eu"
             *     }
             */
            labels: {
                [key: string]: string;
            };
            /** @description the language that the shop speaks to buyers, as a BCP 47 tag like de, de-AT or pt-BR; the language of the country if left out */
            locale?: string | null;
            /** @description the shop's name as buyers see it; any text */
            name?: string;
            /** @description the id of the user whose store it becomes, which only an admin may say of others; yours if left out */
            owner?: string | null;
            /**
             * @description the size of the store, one of GET /api/plans
             * @default small
             */
            plan: string;
            /**
             * @description whether the shop starts with sample products or, if false, with no product at all
             * @default true
             */
            sample_products: boolean;
        } | unknown | {
            backup: string;
        };
        /**
         * CreateToken
         * @description A token for a program.
         */
        CreateToken: {
            /**
             * @description how long the token is good
             * @default 90
             */
            expires_in_days: number;
            /**
             * @description what the token is for
             * @example nightly report
             */
            name: string;
            /**
             * @description read: look at things; operate: change them too; admin: what only admins may do too
             * @default read
             */
            scope: components["schemas"]["Scope"];
        };
        /**
         * CreateUser
         * @description Somebody whom an admin makes a user.
         */
        CreateUser: {
            /**
             * @description what the user logs in with
             * @example anna@example.com
             */
            email: string;
            /**
             * @description what the user is called; any text
             * @example Anna
             */
            name: string;
            /**
             * Format: password
             * @description at least 10 characters of any kind, and not the e-mail address
             */
            password: string;
            /**
             * @description an owner sees their own stores, an admin all
             * @default owner
             */
            role: components["schemas"]["Role"];
            /** @description how many stores the user may have; null: as the platform's setting says */
            store_limit?: number | null;
        };
        /**
         * CreateWebhook
         * @description An endpoint that shall be told of events.
         */
        CreateWebhook: {
            /**
             * @description what it is for; any text
             * @default
             */
            description: string;
            /**
             * @description false: it is told nothing
             * @default true
             */
            enabled: boolean;
            /**
             * @description what it is told: * or <kind>.<stage>, each of them * for all; stages: accepted, progress, succeeded, failed, timed_out, canceled. Left out: all but progress
             * @default [
             *       "*.accepted",
             *       "*.succeeded",
             *       "*.failed",
             *       "*.timed_out",
             *       "*.canceled"
             *     ]
             * @example [
             *       "*.failed",
             *       "backup.*"
             *     ]
             */
            events: string[];
            /**
             * @description true: it is told of every owner's stores, which only an admin may ask for
             * @default false
             */
            platform: boolean;
            /**
             * @description where events go: https, port 443 or 8443, a host on the public internet
             * @example https://hooks.example.com/shop
             */
            url: string;
        };
        /**
         * Credentials
         * @description How the shop's owner signs in.
         */
        Credentials: {
            admin_email: string | null;
            admin_password: string | null;
            admin_url: string;
            /** @description what the engine shows besides, by its name in the store's Secret */
            keys: {
                [key: string]: string;
            };
            /** @description why there is nothing, if there is nothing */
            message: string;
        };
        /**
         * Delivery
         * @description One event for one webhook.
         */
        Delivery: {
            /** @description the last twenty, oldest first */
            attempts: components["schemas"]["Attempt"][];
            /** @description what is sent, to the byte */
            body: string;
            /** @description the header webhook-id: the same for every try and every endpoint */
            event_id: string;
            event_type: string;
            id: string;
            /** @description when it is tried again; null: as soon as its turn comes, or not any more */
            next_at: string | null;
            /** Format: date-time */
            queued_at: string;
            /** @description of a dead one: GaveUp after a day of tries, Gone, WebhookDisabled; of a dropped one NotAllowed */
            reason: components["schemas"]["DeliveryReason"] | null;
            /** @description the event's number in its store, without gaps */
            sequence: number;
            settled_at: string | null;
            /** @description pending: it is tried, or waits for its turn; delivered; dead: it is tried no more, and can be sent again; dropped: the webhook's right to know ended */
            status: components["schemas"]["DeliveryStatus"];
            /** @description null: a test */
            store_id: string | null;
            /** @description since it was queued, or asked for again */
            tries: number;
        };
        /**
         * DeliveryList
         * @description One page of what was sent to a webhook, newest first. With a status it may hold less and still have a next page.
         */
        DeliveryList: {
            items: components["schemas"]["Delivery"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * DeliveryReason
         * @description Why something was not delivered.
         * @enum {string}
         */
        DeliveryReason: "GaveUp" | "Gone" | "WebhookDisabled" | "NotAllowed";
        /**
         * DeliveryStatus
         * @description Pending: it is sent, or sent again. Dead: it was tried often enough, or its endpoint is disabled. Dropped: no right.
         * @enum {string}
         */
        DeliveryStatus: "pending" | "delivered" | "dead" | "dropped";
        /**
         * Deployed
         * @description What is installed, which may differ from what the platform would install today.
         */
        Deployed: {
            /** Format: date-time */
            at: string;
            chart_version: string;
            engine_version: string;
            /** @description the image of each of its parts */
            images: {
                [key: string]: string;
            };
            /** @description Helm's revision of the release */
            revision: number;
        };
        /**
         * Difference
         * @description A field of an object that is not as it was installed.
         */
        Difference: {
            /** @description null: it is not there; a secret value is shown as [secret] */
            installed: unknown;
            /** @description null: it is not there; a secret value, and that of a variable, is shown as [secret] */
            live: unknown;
            /** @description kind and name, like Deployment/web */
            object: string;
            /** @description a JSON pointer into the object; empty: all of it, and live says why it cannot be compared */
            path: string;
        };
        /**
         * DisabledReason
         * @description Why somebody is told nothing.
         * @enum {string}
         */
        DisabledReason: "ByOwner" | "Gone" | "FailingTooLong";
        /**
         * Disk
         * @description Disk.
         */
        Disk: {
            /** @description what all volumes of the store may claim together */
            limit_bytes: number | null;
            volumes: components["schemas"]["Volume"][];
        };
        /**
         * Dns
         * @description What the DNS says of a domain right now, as every resolver sees it that answers.
         */
        Dns: {
            addresses: string[];
            /** @description the names that it is an alias of */
            aliases: string[];
            /** @description of the record that proves it */
            texts: string[];
        };
        /**
         * Domain
         * @description A store's claim to a domain.
         */
        Domain: {
            /** Format: date-time */
            created_at: string;
            /** @description records that lead to the shop, of which one is enough: an alias, or all of the addresses of a type */
            leads_here: components["schemas"]["DomainRecord"][];
            name: string;
            /** @description whether the shop's address is there; its other names lead there */
            primary: boolean;
            /** @description the record that proves it, whoever had the domain before */
            proof: components["schemas"]["DomainRecord"];
            /** @description whether the shop answers there, as far as the last operation that ended well goes */
            served: boolean;
            /** @description pending: nothing in the DNS has proven it yet; verified: the store holds it */
            status: components["schemas"]["ClaimStatus"];
            /** @description when the DNS proved it; null: not yet */
            verified_at: string | null;
        };
        /**
         * DomainCheck
         * @description What was found of a domain, and the operation that was accepted because of it, if any.
         */
        DomainCheck: {
            dns: components["schemas"]["Dns"];
            domain: components["schemas"]["Domain"];
            /** @description one sentence for a person: what it means, and what to set */
            message: string;
            /** @description null: there is nothing to do yet, or no more */
            operation: components["schemas"]["Operation"] | null;
            store: components["schemas"]["Store"];
        };
        /**
         * DomainList
         * @description One page of a store's domains, by name.
         */
        DomainList: {
            items: components["schemas"]["Domain"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * DomainRecord
         * @description One record of the DNS.
         */
        DomainRecord: {
            name: string;
            /** @enum {string} */
            type: "TXT" | "CNAME" | "A" | "AAAA";
            value: string;
        };
        /**
         * Drain
         * @description What a drain came to.
         */
        Drain: {
            cordon: components["schemas"]["Cordon"];
            /** @description whether there are stores that were not come to: ask again */
            more: boolean;
            /** @description the cluster that each store goes to, by the store's id */
            moving: {
                [key: string]: string;
            };
            /** @description why each of the other stores does not go now, by the store's id */
            staying: {
                [key: string]: string;
            };
        };
        /**
         * Drift
         * @description How a store in its cluster differs from what was installed.
         */
        Drift: {
            /** @description null: the release is at the revision that is recorded */
            changed_from_outside: components["schemas"]["ChangedOutside"] | null;
            /** Format: date-time */
            checked_at: string;
            differences: components["schemas"]["Difference"][];
            /** @description objects and keys that nobody installed */
            extra: string[];
            /** @description true: nothing is different */
            in_sync: boolean;
            /** @description what was not compared, if anything was not */
            message: string;
            /** @description objects that are gone, like NetworkPolicy/web, and keys like Secret/store-secret/… */
            missing: string[];
            /** @description of the release; null: there is none */
            revision: number | null;
        };
        /**
         * Ended
         * @description The operations of one kind on one engine that ended in the last days.
         */
        Ended: {
            canceled: number;
            engine: string;
            failed: number;
            kind: string;
            /** @description half of those that succeeded took no longer, within a tenth; null: none did */
            p50_seconds: number | null;
            /** @description 95 of 100 that succeeded took no longer, within a tenth; null: none did */
            p95_seconds: number | null;
            succeeded: number;
            timed_out: number;
        };
        /**
         * Engine
         * @description A shop software.
         */
        Engine: {
            /** @description false: no store can be made on it here; message says why */
            available: boolean;
            /** @description the countries it knows; null: all */
            countries: string[] | null;
            /** @description the currencies it knows; null: all */
            currencies: string[] | null;
            /** @description how many stores this was seen of */
            expected_of: number;
            /** @description half of the stores made on it were ready after so long, within a tenth; null: none was made yet */
            expected_seconds: number | null;
            /**
             * @description one sentence for a person, empty if it is available
             * @default
             */
            message: string;
            name: string;
            plans: string[];
            /** @description the fields of a store that can be changed later, or that only some engines know */
            settings: string[];
            title: string;
            /** @description empty where its engine.yml cannot be read */
            version: string;
        };
        /**
         * EngineList
         * @description The engines on offer, by name.
         */
        EngineList: {
            items: components["schemas"]["Engine"][];
        };
        /**
         * Event
         * @description One line of an operation's progress.
         */
        Event: {
            /** Format: date-time */
            at: string;
            /** @description true for the operation's last event */
            final: boolean;
            /** @description one sentence for a person */
            message: string;
            /** @description from 1, without gaps */
            number: number;
            status: components["schemas"]["EventStatus"];
            /** @description one word for the part of the operation that this is about */
            step: string;
        };
        /**
         * EventList
         * @description The events that are new to the caller.
         */
        EventList: {
            /** @description true if nothing will come after these */
            ended: boolean;
            events: components["schemas"]["Event"][];
            /** @description send it as after to get what comes next */
            next_after: number;
        };
        /**
         * EventStatus
         * @description How a step of an operation stands.
         * @enum {string}
         */
        EventStatus: "started" | "succeeded" | "failed" | "info";
        /**
         * Expected
         * @description How long operations of a kind take, from their start to their end.
         */
        Expected: {
            /** @description how many succeeded that this was seen of */
            of: number;
            /** @description half of those that succeeded took no longer, within a tenth; null: none did */
            seconds: number | null;
        };
        /**
         * ExpectedList
         * @description How long each kind of operation takes on a store's engine, as all stores on it have shown.
         */
        ExpectedList: {
            /** @description by kind */
            expected: {
                [key: string]: components["schemas"]["Expected"];
            };
        };
        /**
         * Extension
         * @description Code that a shop has beside its engine's own. What is said of it is the code's own word, cleaned and shortened.
         */
        Extension: {
            /** @description whether the shop runs it */
            active: boolean;
            kind: components["schemas"]["ExtensionKind"];
            /** @description its name for people */
            name: string;
            /** @description image: it came with the engine; owner: the shop's owner added it */
            origin: components["schemas"]["ExtensionOrigin"];
            /**
             * @description its name for programs
             * @example akismet
             */
            slug: string;
            /** @description the store's id */
            store: string;
            /** @description the version that the shop could update it to; null: none is known */
            update: string | null;
            /**
             * @description empty: it tells none
             * @example 5.3
             */
            version: string;
        };
        /**
         * ExtensionKind
         * @description What it is to its shop.
         * @enum {string}
         */
        ExtensionKind: "plugin" | "theme" | "module";
        /**
         * ExtensionList
         * @description The extensions of one page of stores, store by store.
         */
        ExtensionList: {
            items: components["schemas"]["Extension"][];
            /** @description stores that did not answer; what they have is not in this page */
            missing: components["schemas"]["Missing"][];
            /** @description send it as cursor to get the next stores'; null on the last page */
            next_cursor: string | null;
        };
        /**
         * ExtensionOrigin
         * @description Who brought it: the image that the platform built, or the shop's owner.
         * @enum {string}
         */
        ExtensionOrigin: "image" | "owner";
        /**
         * FieldError
         * @description One rule that one field breaks.
         */
        FieldError: {
            field: string;
            rule: string;
        };
        /**
         * FileAddress
         * @description Where a file of a backup is, for whoever may not follow a redirect.
         */
        FileAddress: {
            /** @description an address that needs no token and is good for 15 minutes */
            address: string;
        };
        /**
         * FulfillmentStatus
         * @description How its delivery stands; `unknown` where the engine does not say.
         * @enum {string}
         */
        FulfillmentStatus: "unfulfilled" | "partially_fulfilled" | "fulfilled" | "shipped" | "delivered" | "unknown";
        /**
         * functions__api__metrics__Queue
         * @description What waits.
         */
        functions__api__metrics__Queue: {
            /** @description operations that wait for their start */
            length: number;
        };
        /**
         * functions__api__schemas__Queue
         * @description Where an operation stands that is queued. Everybody's operations count, and nothing is said of whose they are.
         */
        functions__api__schemas__Queue: {
            /** @description 1: the next one to start */
            position: number;
            /**
             * @description what it waits for, in words
             * @example a free slot: 2 of 2 are taken
             */
            waits_for: string;
        };
        /**
         * Health
         * @description The process answers.
         */
        Health: {
            status: string;
            version: string;
        };
        /**
         * History
         * @description The revisions of a store's release, newest first.
         */
        History: {
            items: components["schemas"]["Revision"][];
            /** @description why there is none, if there is none */
            message: string;
        };
        /**
         * Ingress
         * @description What the shop's address answers to a GET of its first page.
         */
        Ingress: {
            /** @description why there is no answer, if there is none */
            message: string;
            /** @description until the head of the answer; null: no answer */
            milliseconds: number | null;
            /** @description HTTP status; null: no answer */
            status: number | null;
        };
        /**
         * Kind
         * @description A kind of operation.
         */
        Kind: {
            /** @description the statuses of a store that may be asked for it */
            allowed_from: components["schemas"]["StoreStatus"][];
            /** @description true: it makes another store, whose operation it is */
            copies: boolean;
            /** @description true: what is under way on the store is canceled for it */
            interrupts: boolean;
            name: string;
            /** @description the JSON Schema of what may be said besides the kind */
            parameters: {
                [key: string]: unknown;
            };
            /** @description the store's status meanwhile; null: as before */
            running: components["schemas"]["StoreStatus"] | null;
            /** @description in the order in which a run comes to them; it leaves out those that there is no need for */
            steps: components["schemas"]["Step"][];
            /** @description what it does, in words */
            summary: string;
            /** @description it is ended as timed_out so long after its first start */
            timeout_seconds: number;
        };
        /**
         * KindList
         * @description The kinds of operations: those that make a store first, those that end one last.
         */
        KindList: {
            items: components["schemas"]["Kind"][];
        };
        /**
         * Limits
         * @description What a user may have so many of.
         */
        Limits: {
            stores: components["schemas"]["Places"];
        };
        /**
         * Live
         * @description Which of the operations under way are wanted.
         * @enum {string}
         */
        Live: "live" | "queued" | "running";
        /**
         * Log
         * @description Lines of a store's logs, in order of time.
         */
        Log: {
            lines: components["schemas"]["LogLine"][];
            /** @description why there is nothing, if there is nothing to be expected */
            message: string;
            /** @description send it as cursor to get what comes next; null: nothing does */
            next_cursor: string | null;
            /** @description all pods of the store, by name */
            pods: string[];
        };
        /**
         * LogLine
         * @description One line of a log. What is secret in it is replaced by [redacted].
         */
        LogLine: {
            /** Format: date-time */
            at: string;
            component: string;
            container: string;
            pod: string;
            text: string;
        };
        /**
         * Mail
         * @description How a store's mail goes out, as it is set now: a shop takes over what its cluster has with its next release.
         */
        Mail: {
            /** @description the address that the shop's mail comes from */
            from: string | null;
            /** @description whether one is kept for it; it is shown to nobody */
            has_password: boolean;
            /** @description null: there is no relay */
            host: string | null;
            port: number | null;
            /** @description where answers go; null: the address of the shop's administrator */
            reply_to: string | null;
            security: ("starttls" | "tls" | "none") | null;
            /** @description whose relay it is; none: the shop sends no mail */
            source: components["schemas"]["MailSource"];
            /** @description null: nobody signs in, or it is the platform's, which is not told */
            user: string | null;
        };
        /**
         * MailSent
         * @description The relay took a test mail. Whether it arrives is for the one whose address it is to see.
         */
        MailSent: {
            sent: boolean;
        };
        /**
         * MailSource
         * @description Whose relay a store's mail goes out through.
         * @enum {string}
         */
        MailSource: "none" | "platform" | "store";
        /**
         * Me
         * @description The caller, as the token says.
         */
        Me: {
            limits: components["schemas"]["Limits"];
            /** @description what the token is good for */
            scope: components["schemas"]["Scope"];
            user: components["schemas"]["User"];
            /** @description what kind of token it is */
            via: components["schemas"]["Via"];
        };
        /**
         * Memory
         * @description Memory.
         */
        Memory: {
            /** @description what all pods of the store may take together */
            limit_bytes: number | null;
            /** @description the working set; null: not known */
            used_bytes: number | null;
        };
        /**
         * Metrics
         * @description Stores and operations in numbers: a caller's own, an admin's of the whole platform.
         */
        Metrics: {
            /** @description stores that are ready */
            active: number;
            /** @description false while stores of an earlier version are still being counted */
            complete: boolean;
            /** @description what follows is of today and the days before, so many together, in UTC */
            days: number;
            /** @description stores that were deleted */
            deletes: number;
            failed: number;
            operations: components["schemas"]["Ended"][];
            provisioning: number;
            queue: components["schemas"]["functions__api__metrics__Queue"];
            /** @description how often the making of a store was tried again */
            retries: number;
            /** @description rollbacks that succeeded */
            rollbacks: number;
            slots: components["schemas"]["Slots"];
            /** @description stores by status; a status that no store has is left out */
            statuses: {
                [key: string]: number;
            };
            /** @description upgrades that succeeded */
            upgrades: number;
        };
        /**
         * Missing
         * @description A store of which nothing is in the answer.
         */
        Missing: {
            /**
             * @description one CamelCase word
             * @example ShopUnavailable
             */
            reason: string;
            store: string;
        };
        /**
         * NewToken
         * @description A personal access token that was just made.
         */
        NewToken: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            /** @description to the minute; null: never */
            last_used_at: string | null;
            name: string;
            scope: components["schemas"]["Scope"];
            /** @description the token, which is shown this once */
            token: string;
        };
        /**
         * NewWebhook
         * @description A webhook with its newest secret, which is shown this once.
         */
        NewWebhook: {
            /** Format: date-time */
            created_at: string;
            description: string;
            disabled_at: string | null;
            /** @description ByOwner; Gone: the endpoint answered 410; FailingTooLong: for five days it took nothing */
            disabled_reason: components["schemas"]["DisabledReason"] | null;
            enabled: boolean;
            /** @description its filters */
            events: string[];
            /** @description the first failure since something was delivered; null: all is well */
            failing_since: string | null;
            id: string;
            /** @description the user who made it */
            owner: string;
            /** @description true: it is told of every owner's stores */
            platform: boolean;
            /** @description whsec_ and base64; what signatures are checked with */
            secret: string;
            /** @description how many secrets sign: more than one for a day after it was given a new one */
            secrets: number;
            url: string;
        };
        /**
         * Notice
         * @description One thing that a target was told, or that waits.
         */
        Notice: {
            /**
             * Format: date-time
             * @description when it happened
             */
            at: string;
            /** @description what it is about; notice.test: a test */
            event: string;
            id: string;
            operation_id: string | null;
            /** @description how often the same happened in the hour after it */
            repeats: number;
            /** @description why it was not sent, in one sentence; empty otherwise */
            said: string;
            settled_at: string | null;
            /** @description pending: it is sent, or waits; sent; counted: the same was told within the hour; dead: it was not taken, or the target was switched off; dropped: the target may not know of the store any more */
            status: components["schemas"]["NoticeStatus"];
            /** @description null: a test */
            store_id: string | null;
            /** @description one sentence, as the target is told */
            title: string;
        };
        /**
         * NoticeEvent
         * @description What people are told. Programs are told more, by webhooks (functions/domain/webhook.py).
         * @enum {string}
         */
        NoticeEvent: "store.ready" | "operation.failed" | "store.needs_attention" | "backup.failed";
        /**
         * NoticeList
         * @description One page of notices, newest first.
         */
        NoticeList: {
            items: components["schemas"]["Notice"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * NoticeStatus
         * @description Counted: the same was told within the hour, and that one says how often. Dropped: the target may not know any more.
         * @enum {string}
         */
        NoticeStatus: "pending" | "sent" | "counted" | "dead" | "dropped";
        /**
         * NoticeTarget
         * @description A place that is told in words what becomes of stores.
         */
        NoticeTarget: {
            /** @description of a chat's webhook only its host and its last four characters */
            address: string;
            /** @description false: an e-mail address whose code was not entered yet; it is told nothing */
            confirmed: boolean;
            /** Format: date-time */
            created_at: string;
            description: string;
            disabled_at: string | null;
            /** @description ByOwner; Gone: the chat says that the webhook is not there; FailingTooLong: for a day it took nothing */
            disabled_reason: components["schemas"]["DisabledReason"] | null;
            enabled: boolean;
            events: string[];
            /** @description the first failure since something was taken; null: all is well */
            failing_since: string | null;
            id: string;
            kind: components["schemas"]["TargetKind"];
            /** @description the user who made it */
            owner: string;
            /** @description true: it is told of every owner's stores */
            platform: boolean;
            /** @description one sentence on the last failure; empty: all is well */
            problem: string;
        };
        /**
         * NoticeTargetList
         * @description One page of targets, oldest first.
         */
        NoticeTargetList: {
            items: components["schemas"]["NoticeTarget"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * NotReady
         * @description The problem of a platform that is not ready, with what was found.
         */
        NotReady: {
            checks: {
                [key: string]: components["schemas"]["Check"];
            };
            /** @description one sentence for a person */
            detail: string;
            /** @description the fields that break rules, if it is about fields */
            errors: components["schemas"]["FieldError"][];
            /**
             * @description one CamelCase word for a program
             * @example StoreExists
             */
            reason: string;
            status: number;
            /** @description the HTTP status in words */
            title: string;
            /**
             * @description a name for this kind of problem
             * @example urn:storeyard:problem:StoreExists
             */
            type: string;
        };
        /**
         * Operation
         * @description An operation: queued, running, then one of the final statuses.
         */
        Operation: {
            /** @description how often a worker has started it */
            attempt: number;
            cancel_requested: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description when it is ended as timed_out */
            deadline_at: string | null;
            event_count: number;
            /** @description what was seen that explains a failure */
            evidence: string[];
            /** @description how many succeeded that this was seen of */
            expected_of: number;
            /** @description half of those of this kind on this engine that succeeded took no longer, from their start, within a tenth; null: none did; in the answer to the request that asked for it always null */
            expected_seconds: number | null;
            finished_at: string | null;
            id: string;
            kind: string;
            links: components["schemas"]["OperationLinks"];
            /** @description one sentence for a person */
            message: string;
            /** @description what to do about a failure, in one sentence; null where there is none */
            next_step: string | null;
            /** @description what was asked for besides the kind */
            parameters: {
                [key: string]: unknown;
            };
            /** @description null unless it is queued; in the answer to the request that asked for it always null */
            queue: components["schemas"]["functions__api__schemas__Queue"] | null;
            /**
             * @description one CamelCase word, empty if all is well
             * @example VerifyFailed
             */
            reason: string;
            /** @description the X-Request-Id of the request that asked for it; empty where there was none */
            request_id: string;
            requested_by: string;
            /** @description what the operation found or did; null until it has ended */
            result: {
                [key: string]: unknown;
            } | null;
            /** @description whether asking again can help; null unless it failed */
            retryable: boolean | null;
            /**
             * @description path of the page about the reason, for people
             * @example /docs/runbooks/ImagePull
             */
            runbook: string | null;
            started_at: string | null;
            status: components["schemas"]["OperationStatus"];
            store_id: string;
        };
        /**
         * OperationLinks
         * @description Where an operation's things are.
         */
        OperationLinks: {
            events: string;
            self: string;
            store: string;
        };
        /**
         * OperationList
         * @description One page of operations: of a store the newest first, of what is under way the oldest.
         */
        OperationList: {
            items: components["schemas"]["Operation"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * OperationStatus
         * @description Where an operation is; the last four are final.
         * @enum {string}
         */
        OperationStatus: "queued" | "running" | "succeeded" | "failed" | "timed_out" | "canceled";
        /**
         * Order
         * @description An order of a shop, as its owner sees it there.
         */
        Order: {
            archived: boolean;
            /** Format: date-time */
            created_at: string;
            /**
             * @description an ISO 4217 code
             * @example EUR
             */
            currency: string;
            /** @description the customer's */
            email: string;
            /**
             * @description the engine's own values
             * @example {
             *       "status": "processing"
             *     }
             */
            engine_status: {
                [key: string]: string;
            };
            fulfillment_status: components["schemas"]["FulfillmentStatus"];
            /** @description the order's id in its store */
            id: string;
            items: components["schemas"]["OrderItem"][];
            links: components["schemas"]["OrderLinks"];
            /**
             * @description as buyers and owners are shown it
             * @example #101
             */
            number: string;
            payment_status: components["schemas"]["PaymentStatus"];
            status: components["schemas"]["OrderStatus"];
            /** @description the store's id */
            store: string;
            /**
             * @description a decimal number
             * @example 29.00
             */
            total: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * OrderItem
         * @description One line of an order.
         */
        OrderItem: {
            quantity: number;
            sku: string;
            title: string;
        };
        /**
         * OrderLinks
         * @description Where an order's things are.
         */
        OrderLinks: {
            self: string;
            store: string;
        };
        /**
         * OrderList
         * @description One page of orders, newest first.
         */
        OrderList: {
            items: components["schemas"]["Order"][];
            /** @description stores that did not answer; what they have is not in this page */
            missing: components["schemas"]["Missing"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * OrderStatus
         * @description How an order stands as a whole.
         * @enum {string}
         */
        OrderStatus: "draft" | "open" | "on_hold" | "completed" | "canceled" | "failed";
        /**
         * Orphan
         * @description Something that no record names.
         */
        Orphan: {
            /** @description empty: it is on the platform's own machine */
            cluster: string;
            /** @description Namespace, PersistentVolume, Release, RunFolder or Image */
            kind: string;
            name: string;
            /** @description which it is in, or was claimed from; empty: none */
            namespace: string;
            /** @description false: it is told, and never removed from here */
            removable: boolean;
            /** @description why nobody needs it, and what becomes of it */
            why: string;
        };
        /**
         * OrphanList
         * @description All orphans that were found, and what the list is told by.
         */
        OrphanList: {
            /** Format: date-time */
            checked_at: string;
            /** @description of the list: what is to be removed is named by it */
            digest: string;
            items: components["schemas"]["Orphan"][];
            unreachable: components["schemas"]["Unreachable"][];
        };
        /**
         * OrphansRemoved
         * @description What goes, and what stays. Kubernetes empties namespaces by itself, which takes it moments.
         */
        OrphansRemoved: {
            left: components["schemas"]["Orphan"][];
            removed: components["schemas"]["Orphan"][];
        };
        /**
         * PaymentMode
         * @description Whether money moves.
         * @enum {string}
         */
        PaymentMode: "test" | "live";
        /**
         * Payments
         * @description How a store takes payments, as it is set now.
         */
        Payments: {
            /** @description the extension that the shop's owner has to have installed and active first; null: none is needed */
            extension: string | null;
            /** @description whether a secret key is kept; it is shown to nobody */
            has_secret: boolean;
            /** @description whether a signing secret is kept; it is shown to nobody */
            has_webhook_secret: boolean;
            /** @description test: no money moves */
            mode: components["schemas"]["PaymentMode"] | null;
            /** @description null: buyers pay on delivery alone */
            provider: "stripe" | null;
            publishable_key: string | null;
            /** @description what to enter at the provider as the endpoint that it calls; null: the store takes no payments by card */
            webhook_url: string | null;
        };
        /**
         * PaymentStatus
         * @description How its payment stands.
         * @enum {string}
         */
        PaymentStatus: "unpaid" | "pending" | "requires_action" | "authorized" | "partially_paid" | "paid" | "partially_refunded" | "refunded" | "voided" | "failed";
        /**
         * PaymentsWork
         * @description The provider answered the shop, and knows its key.
         */
        PaymentsWork: {
            works: boolean;
        };
        /**
         * Placed
         * @description The order that the shop took.
         */
        Placed: {
            order: components["schemas"]["Order"];
        };
        /**
         * Places
         * @description How many a user has of something, and may have.
         */
        Places: {
            /** @description null: any number */
            limit: number | null;
            /** @description null: they are not counted, since there is no limit */
            used: number | null;
        };
        /**
         * Plan
         * @description A size of store. What it gives depends on the engine.
         */
        Plan: {
            /** @description by engine, in how many pods it runs at most with its load; left out: it does not grow */
            grows_to: {
                [key: string]: number;
            };
            name: string;
            /** @description by engine, what all of a store's parts may use together */
            quotas: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            /** @description by engine, in how many pods a shop runs; a copy to try things out has one */
            replicas: {
                [key: string]: number;
            };
        };
        /**
         * PlanList
         * @description The plans on offer.
         */
        PlanList: {
            items: components["schemas"]["Plan"][];
        };
        /**
         * Pod
         * @description How a pod is.
         */
        Pod: {
            component: string;
            name: string;
            /** @description as Kubernetes has it: Pending, Running, Succeeded, Failed, Unknown */
            phase: string;
            ready: boolean;
            /** @description why it waits, or how a container of it ended that was started again; empty: neither */
            reason: string;
            restarts: number;
            started_at: string | null;
        };
        /**
         * Problem
         * @description Every answer of 400 and above (RFC 9457).
         */
        Problem: {
            /** @description one sentence for a person */
            detail: string;
            /** @description the fields that break rules, if it is about fields */
            errors: components["schemas"]["FieldError"][];
            /**
             * @description one CamelCase word for a program
             * @example StoreExists
             */
            reason: string;
            status: number;
            /** @description the HTTP status in words */
            title: string;
            /**
             * @description a name for this kind of problem
             * @example urn:storeyard:problem:StoreExists
             */
            type: string;
        };
        /**
         * Product
         * @description A product of a shop.
         */
        Product: {
            id: string;
            title: string;
            variants: components["schemas"]["Variant"][];
        };
        /**
         * ProductList
         * @description One page of a shop's products.
         */
        ProductList: {
            items: components["schemas"]["Product"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * Provider
         * @description A chat program.
         * @enum {string}
         */
        Provider: "slack" | "mattermost";
        /**
         * Ready
         * @description Every part is well.
         */
        Ready: {
            checks: {
                [key: string]: components["schemas"]["Check"];
            };
            status: string;
        };
        /**
         * RedeliverDead
         * @description Which dead letters are sent again, by the time at which they were queued.
         */
        RedeliverDead: {
            /** @description only from this time on; RFC 3339 with its offset */
            since?: string | null;
            /** @description only before this time */
            until?: string | null;
        };
        /**
         * Redelivered
         * @description What became of dead letters.
         */
        Redelivered: {
            /** @description how many are sent again */
            count: number;
            /** @description true: there are more of that time; ask again */
            more: boolean;
        };
        /**
         * Relay
         * @description A relay, but for its password, which is in the store's cluster and nowhere else.
         */
        Relay: {
            /** @description the address that the shop's mail comes from, which the relay has to know */
            from: string;
            /** @description the relay's host name, or its public IPv4 address */
            host: string;
            /** @description which key of the Secret store-mail has the relay's password; null: there is none */
            key?: string | null;
            /**
             * @description the relay's port
             * @default 587
             */
            port: number;
            /** @description where answers go; null: the address of the shop's administrator */
            reply_to?: string | null;
            /**
             * @description TLS from the relay's first answer on (starttls), from the first byte on (tls), or none
             * @default starttls
             * @enum {string}
             */
            security: "starttls" | "tls" | "none";
            /** @description who signs in at the relay; null: nobody does */
            user?: string | null;
        };
        /**
         * Revision
         * @description A revision of the store's release.
         */
        Revision: {
            chart_version: string;
            deployed_at: string | null;
            description: string;
            engine_version: string;
            /** @description that operation's kind */
            kind: string | null;
            /** @description the operation that made it; null: none says so */
            operation_id: string | null;
            revision: number;
            /** @description as Helm has it: deployed, superseded, failed, pending-upgrade … */
            status: string;
        };
        /**
         * Role
         * @description What a user may see: an owner their own stores, an admin all.
         * @enum {string}
         */
        Role: "admin" | "owner";
        /**
         * Schedule
         * @description How often a store is backed up, and a backup of it drilled.
         */
        Schedule: {
            /** @description what holds of drills; 0: none are made */
            drill_every_hours: number;
            /** @description what was said for this store of drills; null: nothing */
            drill_hours: number | null;
            /** @description when the next drill is due, once the store has a backup; null: never */
            drill_next_at: string | null;
            /** @description what holds; 0: no backups are made */
            every_hours: number;
            /** @description what was said for this store; null: nothing, so the platform's setting holds */
            hours: number | null;
            /** @description when the next backup is due; null: never */
            next_at: string | null;
            store: string;
        };
        /**
         * Scope
         * @description What a token is good for; each includes those before it.
         * @enum {string}
         */
        Scope: "read" | "operate" | "admin";
        /**
         * Session
         * @description What a login gives.
         */
        Session: {
            /** @description send it as Authorization: Bearer … */
            access_token: string;
            /** @description seconds that the access token is good for */
            expires_in: number;
            /** @description gets the next pair of tokens, once; null: a browser has it as a cookie */
            refresh_token: string | null;
            user: components["schemas"]["User"];
        };
        /**
         * Slots
         * @description What runs. An owner sees only own operations.
         */
        Slots: {
            /** @description operations that run now */
            taken: number;
            /** @description operations that can run at once */
            total: number;
        };
        /**
         * Step
         * @description A step that an operation's events tell of. `{software}` stands for the engine's title and version.
         */
        Step: {
            /** @description what is being done, in words */
            doing: string;
            /** @description what has been done, in words */
            done: string;
            /** @description as the events have it in `step` */
            name: string;
        };
        /**
         * Store
         * @description A store.
         */
        Store: {
            /** @description the e-mail address of the shop's first administrator */
            admin_email: string;
            /** @description where its owner signs in */
            admin_url: string;
            /** @description what may be asked for right now */
            allowed_operations: string[];
            /** @description the cluster that the store is placed on */
            cluster: string;
            /** @description the shop's own colour, as # and six hexadecimal digits */
            color: string;
            /** @description the country that the shop sells in, as an ISO 3166-1 alpha-2 code */
            country: string;
            /** Format: date-time */
            created_at: string;
            /** @description the currency of the shop's prices, as an ISO 4217 code */
            currency: string;
            /** @description what is installed; null: nothing yet, or not known */
            deployed: components["schemas"]["Deployed"] | null;
            /** @description the shop's own domains, its primary one first; none: it is at the platform's address alone */
            domains: string[];
            /**
             * @description the shop software
             * @example an-engine
             */
            engine: string;
            /** @description plugins and themes of its owner's that the shop is made with; what its plan brings comes besides */
            extensions: components["schemas"]["WantedExtension"][];
            /**
             * @description whether the shop's owner may install plugins and themes in its admin (open), or the shop's code comes with its image only (locked)
             * @enum {string}
             */
            file_mods: "open" | "locked";
            /** @description the store's id, which is the first label of the shop's host name */
            id: string;
            /** @description the image that the shop runs in place of the platform's: a repository that the installation allows, with a digest */
            image: string | null;
            /** @description whether the store is a copy to try things out: it sends no mail and reaches nobody outside */
            is_copy: boolean;
            links: components["schemas"]["StoreLinks"];
            /** @description the language that the shop speaks to buyers, as a BCP 47 tag like de, de-AT or pt-BR */
            locale: string;
            /** @description the relay that the shop's mail goes out through; null: that of its cluster */
            mail: components["schemas"]["Relay"] | null;
            /** @description one sentence for a person */
            message: string;
            /**
             * @description the shop's name as buyers see it; any text
             * @example Tea & Cake
             */
            name: string;
            /** @description the operation under way, if any */
            operation_id: string | null;
            owner: string;
            /** @description the account at a payment provider that buyers pay into by card; null: they pay on delivery alone */
            payments: components["schemas"]["Payments"] | null;
            /** @description the size of the store */
            plan: string;
            /**
             * @description one CamelCase word, empty if all is well
             * @example VerifyFailed
             */
            reason: string;
            /** @description how long that copy took to stand */
            restore_seconds: number | null;
            /** @description when a copy made of one of its backups last took an order */
            restored_ok_at: string | null;
            /** @description whether the shop runs without its owner's plugins and theme, so that a broken one can be mended */
            safe_mode: boolean;
            /** @description whether the shop starts with sample products or, if false, with no product at all */
            sample_products: boolean;
            status: components["schemas"]["StoreStatus"];
            /** Format: date-time */
            updated_at: string;
            /** @description the shop's public address, at its primary domain if it has one */
            url: string;
            /** @description when a test order last went through */
            verified_at: string | null;
        };
        /**
         * StoreChange
         * @description The store as it is now, and the operation to follow, if there is something to change.
         */
        StoreChange: {
            /** @description null: the store is as it was asked for already */
            operation: components["schemas"]["Operation"] | null;
            store: components["schemas"]["Store"];
        };
        /**
         * StoreDetail
         * @description A store, with what may not be asked of it right now and why.
         */
        StoreDetail: {
            /** @description the e-mail address of the shop's first administrator */
            admin_email: string;
            /** @description where its owner signs in */
            admin_url: string;
            /** @description what may be asked for right now */
            allowed_operations: string[];
            /** @description the cluster that the store is placed on */
            cluster: string;
            /** @description the shop's own colour, as # and six hexadecimal digits */
            color: string;
            /** @description the country that the shop sells in, as an ISO 3166-1 alpha-2 code */
            country: string;
            /** Format: date-time */
            created_at: string;
            /** @description the currency of the shop's prices, as an ISO 4217 code */
            currency: string;
            /** @description what is installed; null: nothing yet, or not known */
            deployed: components["schemas"]["Deployed"] | null;
            /** @description the shop's own domains, its primary one first; none: it is at the platform's address alone */
            domains: string[];
            /**
             * @description the shop software
             * @example an-engine
             */
            engine: string;
            /** @description plugins and themes of its owner's that the shop is made with; what its plan brings comes besides */
            extensions: components["schemas"]["WantedExtension"][];
            /**
             * @description whether the shop's owner may install plugins and themes in its admin (open), or the shop's code comes with its image only (locked)
             * @enum {string}
             */
            file_mods: "open" | "locked";
            /** @description the store's id, which is the first label of the shop's host name */
            id: string;
            /** @description the image that the shop runs in place of the platform's: a repository that the installation allows, with a digest */
            image: string | null;
            /** @description whether the store is a copy to try things out: it sends no mail and reaches nobody outside */
            is_copy: boolean;
            links: components["schemas"]["StoreLinks"];
            /** @description the language that the shop speaks to buyers, as a BCP 47 tag like de, de-AT or pt-BR */
            locale: string;
            /** @description the relay that the shop's mail goes out through; null: that of its cluster */
            mail: components["schemas"]["Relay"] | null;
            /** @description one sentence for a person */
            message: string;
            /**
             * @description the shop's name as buyers see it; any text
             * @example Tea & Cake
             */
            name: string;
            /** @description the operation under way, if any */
            operation_id: string | null;
            owner: string;
            /** @description the account at a payment provider that buyers pay into by card; null: they pay on delivery alone */
            payments: components["schemas"]["Payments"] | null;
            /** @description the size of the store */
            plan: string;
            /**
             * @description one CamelCase word, empty if all is well
             * @example VerifyFailed
             */
            reason: string;
            /** @description why each other kind of operation would be refused, in the sentence that asking for it is answered with */
            refused_operations: {
                [key: string]: string;
            };
            /** @description how long that copy took to stand */
            restore_seconds: number | null;
            /** @description when a copy made of one of its backups last took an order */
            restored_ok_at: string | null;
            /** @description whether the shop runs without its owner's plugins and theme, so that a broken one can be mended */
            safe_mode: boolean;
            /** @description whether the shop starts with sample products or, if false, with no product at all */
            sample_products: boolean;
            status: components["schemas"]["StoreStatus"];
            /** Format: date-time */
            updated_at: string;
            /** @description the shop's public address, at its primary domain if it has one */
            url: string;
            /** @description when a test order last went through */
            verified_at: string | null;
        };
        /**
         * StoreExtensions
         * @description The extensions of one shop, by kind and slug.
         */
        StoreExtensions: {
            items: components["schemas"]["Extension"][];
        };
        /**
         * StoreHealth
         * @description How a store is right now.
         */
        StoreHealth: {
            /** @description null on http, and where none is shown */
            certificate: components["schemas"]["Certificate"] | null;
            ingress: components["schemas"]["Ingress"];
            /** @description one sentence for a person: what is wrong first, or that all is well */
            message: string;
            ok: boolean;
            pods: components["schemas"]["Pod"][];
            /** @description when a test order last went through */
            verified_at: string | null;
        };
        /**
         * StoreLinks
         * @description Where a store's things are.
         */
        StoreLinks: {
            /** @description the operation under way, if any */
            operation: string | null;
            operations: string;
            self: string;
        };
        /**
         * StoreList
         * @description One page of stores, by id.
         */
        StoreList: {
            items: components["schemas"]["Store"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * StoreStatus
         * @description What a store is doing, or what became of the last thing it did.
         * @enum {string}
         */
        StoreStatus: "provisioning" | "ready" | "upgrading" | "rolling_back" | "restoring" | "deleting" | "failed";
        /**
         * TargetKind
         * @description Where a notice goes: the incoming webhook of a chat, or an e-mail address.
         * @enum {string}
         */
        TargetKind: "slack" | "mattermost" | "teams" | "discord" | "email";
        /**
         * TestMail
         * @description Where a test mail goes.
         */
        TestMail: {
            /**
             * @description whose it is
             * @example ada@example.com
             */
            to: string;
        };
        /**
         * Token
         * @description A personal access token, without the token itself.
         */
        Token: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            /** @description to the minute; null: never */
            last_used_at: string | null;
            name: string;
            scope: components["schemas"]["Scope"];
        };
        /**
         * TokenList
         * @description One page of the caller's tokens, by id.
         */
        TokenList: {
            items: components["schemas"]["Token"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * Unreachable
         * @description A cluster that was not looked at, or of which the message names what was not.
         */
        Unreachable: {
            cluster: string;
            message: string;
        };
        /**
         * Upgrade
         * @description A version that the store could be upgraded to.
         */
        Upgrade: {
            /** @description every value of the store's chart that it would change */
            changes: components["schemas"]["ChangedValue"][];
            chart_version: string;
            engine_version: string;
            /** @description the image of each part, by name */
            images: {
                [key: string]: string;
            };
        };
        /**
         * Upgrades
         * @description What a store could be upgraded to: the newest version, if that is not installed.
         */
        Upgrades: {
            /** @description null: nothing is installed */
            installed: components["schemas"]["Version"] | null;
            items: components["schemas"]["Upgrade"][];
            /** @description why there is none, if there is none */
            message: string;
        };
        /**
         * Usage
         * @description What a store takes, against what its plan gives.
         */
        Usage: {
            cpu: components["schemas"]["Cpu"];
            disk: components["schemas"]["Disk"];
            memory: components["schemas"]["Memory"];
            /** @description why something is not known */
            messages: string[];
        };
        /**
         * User
         * @description A user.
         */
        User: {
            /** Format: date-time */
            created_at: string;
            /** @description null: the user that `make up` made, who has a token and no login */
            email: string | null;
            id: string;
            name: string;
            role: components["schemas"]["Role"];
            /** @description how many stores the user may have; null: as the platform's setting says */
            store_limit: number | null;
        };
        /**
         * UserList
         * @description One page of users, by id.
         */
        UserList: {
            items: components["schemas"]["User"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
        };
        /**
         * Variant
         * @description What can be ordered of a product.
         */
        Variant: {
            /**
             * @description an ISO 4217 code
             * @example EUR
             */
            currency: string;
            id: string;
            /**
             * @description a decimal number
             * @example 12.00
             */
            price: string;
            /**
             * @description empty if it has none: order it by its id
             * @example SAMPLE-MUG
             */
            sku: string;
            /** @description how many can be ordered right now; null: they are not counted */
            stock: number | null;
        };
        /**
         * Version
         * @description A version of a shop's software, as it is installed or could be.
         */
        Version: {
            chart_version: string;
            engine_version: string;
            /** @description the image of each part, by name */
            images: {
                [key: string]: string;
            };
        };
        /**
         * Via
         * @description What kind of token a request carried.
         * @enum {string}
         */
        Via: "session" | "personal_token" | "setup_token";
        /**
         * Volume
         * @description One volume.
         */
        Volume: {
            capacity_bytes: number | null;
            claimed_bytes: number | null;
            message: string;
            name: string;
            /** @description null: not known, and message says why */
            used_bytes: number | null;
        };
        /**
         * WantedAddress
         * @description Where it is sent, and whom the bill is for.
         */
        WantedAddress: {
            /** @example Berlin */
            city: string;
            /**
             * @description an ISO 3166-1 alpha-2 code
             * @example DE
             */
            country: string;
            /**
             * @description street and number
             * @example Unter den Linden 1
             */
            line1: string;
            /** @description what else an address needs */
            line2?: string | null;
            /** @example 10117 */
            postal_code: string;
            /** @description the state or province as the shop knows it, CA say */
            state?: string | null;
        };
        /**
         * WantedChatCode
         * @description A code as the link in a chat has it.
         */
        WantedChatCode: {
            /**
             * Format: password
             * @description works once, within ten minutes
             */
            code: string;
        };
        /**
         * WantedCustomer
         * @description Who orders.
         */
        WantedCustomer: {
            /**
             * @description where the shop writes to
             * @example ada@example.com
             */
            email: string;
            /** @example Ada */
            first_name: string;
            /** @example Example */
            last_name: string;
            /** @example +49 30 123456 */
            phone?: string | null;
        };
        /**
         * WantedExtension
         * @description One extension, from the installation's folder of archives if that has it, else from where the engine's are published.
         */
        WantedExtension: {
            /**
             * @description whether it is switched on; of themes one may be
             * @default true
             */
            active: boolean;
            /**
             * @description what it is
             * @default plugin
             * @enum {string}
             */
            kind: "plugin" | "theme";
            /**
             * @description its folder's name, as its page and its archive have it
             * @example akismet
             */
            slug: string;
            /** @description which version; null: the newest one that is stable */
            version?: string | null;
        };
        /**
         * WantedItem
         * @description Some pieces of one variant, named by its SKU or by its id.
         */
        WantedItem: {
            /** @description the variant's id, where it has no SKU */
            id?: string | null;
            /** @description how many pieces */
            quantity: number;
            /**
             * @description the variant's SKU
             * @example SAMPLE-MUG
             */
            sku?: string | null;
        } & ({
            sku: string;
        } | {
            id: string;
        });
        /**
         * Webhook
         * @description A webhook, without its secret.
         */
        Webhook: {
            /** Format: date-time */
            created_at: string;
            description: string;
            disabled_at: string | null;
            /** @description ByOwner; Gone: the endpoint answered 410; FailingTooLong: for five days it took nothing */
            disabled_reason: components["schemas"]["DisabledReason"] | null;
            enabled: boolean;
            /** @description its filters */
            events: string[];
            /** @description the first failure since something was delivered; null: all is well */
            failing_since: string | null;
            id: string;
            /** @description the user who made it */
            owner: string;
            /** @description true: it is told of every owner's stores */
            platform: boolean;
            /** @description how many secrets sign: more than one for a day after it was given a new one */
            secrets: number;
            url: string;
        };
        /**
         * WebhookList
         * @description One page of webhooks, oldest first.
         */
        WebhookList: {
            items: components["schemas"]["Webhook"][];
            /** @description send it as cursor to get the next page; null on the last */
            next_cursor: string | null;
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
    listActivity: {
        parameters: {
            query?: {
                /** @description only this action, like store.create or operation.ended */
                action?: string | null;
                /** @description only what this user did */
                actor?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
                /** @description only from this time on; RFC 3339 with its offset */
                since?: string | null;
                /** @description only what is about this store */
                store?: string | null;
                /** @description only before this time */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkAddress: {
        parameters: {
            query?: {
                /** @description the cluster it is wanted on; the first if left out */
                cluster?: string | null;
                /** @description the id that is wanted */
                id?: string | null;
                /** @description the name that an id is to be made from */
                name?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    useSignInCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSessionOfCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSignInCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSession"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOwnAccount"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBackups: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
                /** @description only those of this store, which may be gone */
                store?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the backup's id */
                backup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backup"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the backup's id */
                backup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the backup's id */
                backup_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeBackup"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backup"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadBackup: {
        parameters: {
            query?: {
                /** @description false: the address in a bucket is told in the body, and no file is sent */
                redirect?: boolean;
            };
            header?: never;
            path: {
                /** @description the backup's id */
                backup_id: string;
                /** @description which file: database, files or manifest */
                part: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; not redirected, where it is: `address` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileAddress"];
                    "application/octet-stream": string;
                };
            };
            /** @description Not redirected: the platform hands the file over itself */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description To be fetched elsewhere, within 15 minutes and without a token */
            303: {
                headers: {
                    /** @description where the file is */
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sayInWords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatLine"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAnswer"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookAtChatCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedChatCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatCode"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuseChatCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedChatCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChatLinks: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatLinkList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedChatCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatLink"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlinkChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the link's id */
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClusters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cordonCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the cluster's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CordonCluster"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cordon"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drainCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the cluster's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CordonCluster"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drain"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uncordonCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the cluster's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEngines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExtensions: {
        parameters: {
            query?: {
                /** @description only with an older version, as PHP's version_compare has it; never one whose version cannot be read */
                below?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description only of this kind */
                kind?: components["schemas"]["ExtensionKind"] | null;
                /** @description how many stores to ask at most */
                limit?: number;
                /** @description only with this slug, whatever its case */
                slug?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtensionList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KindList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNoticeTargets: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeTargetList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createNoticeTarget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateNoticeTarget"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeTarget"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNoticeTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the target's id */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeTarget"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNoticeTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the target's id */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeNoticeTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the target's id */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeNoticeTarget"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeTarget"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendNoticeCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the target's id */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeTarget"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmNoticeTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the target's id */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmNoticeTarget"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeTarget"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the target's id */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testNoticeTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the target's id */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllOperations: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description operations of this kind only */
                kind?: string | null;
                /** @description how many to return at most */
                limit?: number;
                /** @description live: both those that wait and those that run */
                status?: components["schemas"]["Live"];
                /** @description operations on this store only */
                store?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the operation's id */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the operation's id */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description the number of the last event that the caller has */
                after?: number;
                /** @description seconds to wait for a newer event before answering with none */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description the operation's id */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
                /** @description only orders that stand so */
                status?: components["schemas"]["OrderStatus"] | null;
                /** @description a store's id; none: all of yours */
                store?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description a name that the caller gives this request, a UUID say. Sent again with the same key within 24 hours, the request gets the same answer and is done once. A key that was used for another request is refused. Answers of 400 and above are not kept */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description where the order is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the order's id in its store */
                order_id: string;
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrphans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrphanList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeOrphans: {
        parameters: {
            query: {
                /** @description the digest of the list that was shown */
                digest: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrphansRemoved"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStores: {
        parameters: {
            query?: {
                /** @description stores on this cluster only */
                cluster?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description stores on this engine only */
                engine?: string | null;
                /** @description how many to return at most */
                limit?: number;
                /** @description part of an id or a name, whatever its case */
                q?: string | null;
                /** @description the order; with - backwards. All but id read the caller's stores whole */
                sort?: "id" | "-id" | "created_at" | "-created_at" | "name" | "-name";
                /** @description stores with this status only */
                status?: components["schemas"]["StoreStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createStore: {
        parameters: {
            query?: never;
            header?: {
                /** @description a name that the caller gives this request, a UUID say. Sent again with the same key within 24 hours, the request gets the same answer and is done once. A key that was used for another request is refused. Answers of 400 and above are not kept */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateStore"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreDetail"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteStore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeStore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeStore"];
            };
        };
        responses: {
            /** @description There is nothing to change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreChange"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreChange"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStoreBackups: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDomains: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claimDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimDomain"];
            };
        };
        responses: {
            /** @description It was claimed before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            /** @description Claimed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the domain */
                name: string;
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the domain */
                name: string;
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is nothing to change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreChange"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreChange"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkDomain: {
        parameters: {
            query?: {
                /** @description true: a domain that is the store's is served also where it does not lead here, or not yet */
                anyway?: boolean;
            };
            header?: never;
            path: {
                /** @description the domain */
                name: string;
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is nothing to do yet, or no more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainCheck"];
                };
            };
            /** @description An operation has the shop answer there */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainCheck"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makePrimaryDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the domain */
                name: string;
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is nothing to change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreChange"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreChange"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExpected: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpectedList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStoreExtensions: {
        parameters: {
            query?: {
                /** @description only with an older version, as PHP's version_compare has it; never one whose version cannot be read */
                below?: string | null;
                /** @description only of this kind */
                kind?: components["schemas"]["ExtensionKind"] | null;
                /** @description only with this slug, whatever its case */
                slug?: string | null;
            };
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreExtensions"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStoreHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreHealth"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLogs: {
        parameters: {
            query?: {
                /** @description lines of this part of the store only, like web */
                component?: string | null;
                /** @description next_cursor of the answer before, to go on after it */
                cursor?: string | null;
                /** @description lines of this pod only */
                pod?: string | null;
                /** @description lines of the containers that ended and were started again */
                previous?: boolean;
                /** @description lines since so many seconds, or since a time in RFC 3339 */
                since?: string | null;
                /** @description how many lines at most: without a cursor the newest, else the next */
                tail?: number;
                /** @description seconds to wait for a line before answering with none */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Log"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMail"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestMail"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperations: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOperation: {
        parameters: {
            query?: never;
            header?: {
                /** @description a name that the caller gives this request, a UUID say. Sent again with the same key within 24 hours, the request gets the same answer and is done once. A key that was used for another request is refused. Answers of 400 and above are not kept */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOperation"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payments"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePayments"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentsWork"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSchedule"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUpgrades: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upgrades"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the store's id */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStoresActivity: {
        parameters: {
            query?: {
                /** @description only this action, like store.create or operation.ended */
                action?: string | null;
                /** @description only what this user did */
                actor?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
                /** @description only from this time on; RFC 3339 with its offset */
                since?: string | null;
                /** @description only what is about this store */
                store?: string | null;
                /** @description only before this time */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                "application/json": components["schemas"]["CreateToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the token's id */
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the user's id */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the user's id */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the user's id */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUsersPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                "application/json": components["schemas"]["CreateWebhook"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhook"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description how many to return at most */
                limit?: number;
                /** @description deliveries with this status only */
                status?: components["schemas"]["DeliveryStatus"] | null;
            };
            header?: never;
            path: {
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                /** @description the delivery's id */
                delivery_id: string;
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the delivery's id */
                delivery_id: string;
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverDead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeliverDead"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivered"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
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
                /** @description the webhook's id */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description where the operation is */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that nobody has; or a wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or it is not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible right now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests, or too many logins that failed; the header Retry-After says when to ask again */
            429: {
                headers: {
                    /** @description seconds until it can be tried again */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description The request cannot be read; or, of a retry, the store has not failed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 64 kB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Host header is not one of this server's */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A field or parameter breaks a rule; errors names both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state, a cluster or a shop cannot be reached right now; reason says whether anything was changed */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["NotReady"];
                };
            };
        };
    };
}
