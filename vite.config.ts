import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defaultExclude, defineConfig } from 'vitest/config'
import { gatewayInDev } from './gateway/vite-plugin.ts'
import { firstRequests } from './scripts/build-first-requests.ts'
import { recordPackages } from './scripts/record-packages.ts'

/** Tests that set the time zone, which is one for a whole process. */
const setsTimeZone = ['src/features/cvm/header/local-minute.test.ts', 'src/lib/exact-time.test.ts']

const framework =
  /vite\/preload-helper|node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|zod|@tanstack\/(?:history|query-core|react-query|react-router|react-store|router-core|store))\/(?!.*\/(?:mutationObserver|useBlocker|useIsFetching|useMutation)\.js)/

/** Small parts that nearly every page behind the sign-in shares and sign-in does without: one file each, their names weigh as much as they do. */
const sharedParts =
  /src\/(?:domain\/(?:cvm|cvm-status|identifiers|units|poll-delay)|api\/(?:cvm-keys|cvm-list|fleet-query|schemas\/(?:values|cvm|cvm-info|cvm-status)|reading\/contract-report|session\/(?:page-record|request-ring|server-clock))|runs\/records|lib\/(?:abbreviate|durations|isolated|numbers|server-time)|ui\/(?:controls\/(?:Checkbox|Select|is-composing)|overlay\/(?:Menu|place-below|toast-store)|layout\/(?:Name|PageHeader|Skeleton|focus-page|optional-part|use-is-printing|use-media-query)|feedback\/(?:Age|Badge|ChangedMark|PartMissing|StatusBadge|use-now)))\.tsx?$/
const sharedIcons =
  /lucide-react\/dist\/esm\/icons\/(?:arrow-down|arrow-up|chevron-down|chevrons-up-down|circle-dashed|circle-x|diamond|rotate-ccw-clock|rotate-cw|search|server|sliders-horizontal|x)\.mjs$/
const shared = new RegExp(`${sharedParts.source}|${sharedIcons.source}`)

/** The same for the pages of one CVM and what opens from them, none of which the fleet needs. */
const detailsParts =
  /src\/(?:api\/(?:describe-failure|env-key-error|revisions|snippets\/snippet-parts|schemas\/(?:app-compose|apps\/revision))|compose\/remark|domain\/(?:compose-hash|cvm-capabilities|failure-codes|failure-texts|network-names|operation-texts)|lib\/(?:assert-never|clock|counted|csv|kept-wallet|save-text-file|worker-client|write-clipboard)|maintenance\/(?:instance-ids\/offered-scope|reading\/words-of)|runs\/(?:lease|pace)|ui\/(?:code\/(?:line-anchors|SnippetForms)|layout\/(?:Card|DefinitionList|EmptyState|VisuallyHidden|use-due-below)|feedback\/(?:CopyableId|FailureNotice|HashFacts|ProgressBar|StaleNotice|support-door)|overlay\/Dialog|controls\/(?:CopyButton|ExternalLink|FileButton|RadioGroup|SegmentedControl|TextArea|UndoButton)))\.tsx?$/
const detailsIcons =
  /lucide-react\/dist\/esm\/icons\/(?:arrow-right|arrow-up-right|check|check-check|circle-check|circle-question-mark|clock|copy|download|eye|file-input|handshake|hourglass|key-round|link-2|minus|pause|pencil-line|play|plus|undo-2|upload|wallet|zap)\.mjs$/
const detailsHooks = /@tanstack\/.*\/(?:mutationObserver|useIsFetching|useMutation)\.js/
const details = new RegExp(`${detailsParts.source}|${detailsIcons.source}|${detailsHooks.source}`)

/** What sign-in and every page behind it have: asked for in one file, since each file's own beginning weighs as much as the smallest of these. */
const everyPageParts =
  /src\/(?:domain\/(?:failure|next-look)|api\/(?:account|api-error|http|runtime-config|session-queries|signed-out|first\/first-answers|schemas\/(?:account|parts|runtime-config)|session\/(?:account-query|page-session|request-headers|session-changed|write-refusals))|lib\/(?:store|session-state)|ui\/(?:controls\/(?:Button|button-class|control-class|Field|field-context|TextInput)|layout\/(?:after-paint|class-names|held-buttons)|feedback\/(?:Notice|Spinner)|overlay\/use-tooltip))\.tsx?$/
const everyPageIcons =
  /lucide-react\/dist\/esm\/(?!icons\/)|lucide-react\/dist\/esm\/icons\/(?:chevron-right|circle-exclamation-point|fingerprint-pattern|flask-conical|info|loader-circle|pencil|shield-check|triangle-exclamation-point)\.mjs$/
const everyPage = new RegExp(`${everyPageParts.source}|${everyPageIcons.source}`)

/** What every page asks for once it has painted, and what may be needed when nothing more can be loaded. */
const afterPaint =
  /src\/(?:app\/(?:CvmUnavailable|FramelessError|RouteError|recorded-words|sign-out|keys\/(?:keys|single-key))|api\/reading\/report-text)\.tsx?$|src\/features\/support\/|src\/routes\/_console\/support\.tsx\?|\/package\.json$/

/** What is asked for while the page is being made. */
const arrival = /src\/app\/(?:error-pages|page-arrival|session-owner|shell\/keep-focus|keys\/(?:opened-cvms|single-keys-choice))\.ts$/

/** What says how many updates and runs are unfinished, on every page, and what those pages share with it. */
const unfinished =
  /src\/(?:api\/(?:cvms|hash-required|http-text|instance-ids|schemas\/(?:cvm-details|hash-required|instance-ids|kms|operation|os-image|update-request|apps\/pending-updates))|app\/(?:tidy-records|shell\/UnfinishedCount)|lib\/text-size|runs\/(?:adopt-records|ask-again|join-run|present-work)|maintenance\/(?:instance-ids\/(?:instance-id-source|refresh-plan|refresh-run|row-outcome|run-journal)|power\/power-(?:action|journal|outcome)|unfinished\/(?:unfinished-runs|use-unfinished-runs))|updates\/(?:drafts\/(?:draft-store|unfinished|use-unfinished)|engine\/(?:update-journal|update-machine)|fields\/(?:field-problems|fields|flag-words|manifest-flag-words|stored-values)|plan\/(?:build-patch|merge-baseline)))\.tsx?$/

/** What the pages of one CVM read and show, its edit and update pages among them. */
const cvmParts =
  /src\/(?:api\/(?:queries|apps\/script-origin|machine\/usage|operations\/use-running-operation)|chain\/(?:chain-errors|chain-queries|owner-texts)|domain\/(?:absence-texts|cvm-tabs)|ui\/(?:code\/(?:code-frame|CodeEditor|CodeTextArea|use-came-near)|controls\/(?:NumberInput|Switch)|layout\/Figures)|updates\/(?:drafts\/use-draft|engine\/(?:use-billing-stop|use-not-permitted)|plan\/(?:cost|own-durations|update-plan|whole-manifest)|verdict\/(?:device-allowance|use-chain-facts|use-contract-facts)))\.tsx?$|src\/routes\/_console\/cvms\/\$cvmId\/route\.tsx\?|lucide-react\/dist\/esm\/icons\/(?:eye-off|power|rotate-ccw|trash)\.mjs$/

/** What makes an update, for the page that edits and the one that follows it. */
const engine =
  /src\/(?:api\/(?:money\/instance-types|schemas\/compose-file|manifest\/compose-file|reading\/absent-answer)|compose\/env-entries|domain\/user-config|updates\/(?:engine\/(?:failure-of|find-operation|open-update-world|recover-update|truth-check|update-driver|update-drivers|update-world|use-update|effects\/[\w-]+)|environment\/(?:environment-memory|environment-set|use-environment|use-forget-environment)|fields\/edit-problems|plan\/(?:use-cost-change|write-of-plan)|verdict\/(?:judge-prepared|signing-words|use-contract-obstacles)))\.tsx?$|lucide-react\/dist\/esm\/icons\/circle-(?:minus|plus)\.mjs$/

/** What the fleet asks for once its rows are there. */
const belowFleet =
  /src\/(?:features\/fleet\/(?:FilterHandover|FleetEmpty|FleetFilters|FleetFooter|FleetTrouble|OpenById|ShownRowsActions|fleet-export|jobs\/|table\/(?:ColumnEdge|ColumnRow|chosen-columns|LookMenu|TableMenus|ViewMenu|saved-views)))|lucide-react\/dist\/esm\/icons\/(?:bookmark|columns-3|search-x)\.mjs$/

/** The fleet needs all of it in its first bytes; apart from each other, for what needs one of them only, they would weigh more. */
const table =
  /node_modules\/@tanstack\/(?:react-table|table-core|react-virtual|virtual-core)\/|src\/ui\/(?:data-table\/|controls\/use-typed-search)/

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: 'src/routes',
      generatedRouteTree: 'src/routeTree.gen.ts',
      // Loaders leave the entry with their page; only search schemas stay in it.
      codeSplittingOptions: {
        // An error's page is lazy by itself.
        defaultBehavior: [['loader', 'component', 'pendingComponent'], ['notFoundComponent']],
      },
    }),
    react(),
    tailwindcss(),
    gatewayInDev(),
    recordPackages(),
    firstRequests(),
  ],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      // React itself has what this stands in for.
      'use-sync-external-store/shim/with-selector': 'use-sync-external-store/with-selector',
      // The package that ships the current Compose specification does not export it.
      'compose-spec': fileURLToPath(new URL('./node_modules/dclint/schemas', import.meta.url)),
      // What judges quotes would bring a second implementation of P-256 along, slower and laxer than the one that is there.
      elliptic: fileURLToPath(new URL('./src/attestation/quote/p256-for-library.ts', import.meta.url)),
    },
  },
  server: { port: 5173, strictPort: true },
  build: {
    outDir: 'dist/app',
    manifest: true,
    assetsInlineLimit: 0,
    target: 'es2023',
    modulePreload: {
      polyfill: false,
      // Whatever asks for a part has these already.
      resolveDependencies: (_file, files, { hostType }) =>
        hostType === 'js' ? files.filter((file) => !/\/(?:rolldown-runtime|framework|every-page)-/.test(file)) : files,
    },
    // What every page needs and a release seldom changes: one file compresses better than its parts and outlives a deployment in caches.
    rolldownOptions: {
      output: {
        // The names of all parts are in the first chunk of every page; hashes do not compress.
        entryFileNames: 'assets/[name]-[hash:7].js',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        codeSplitting: {
          groups: [
            { name: 'framework', test: framework },
            { name: 'every-page', test: everyPage, includeDependenciesRecursively: false },
            { name: 'shared', test: shared, includeDependenciesRecursively: false },
            { name: 'details', test: details, includeDependenciesRecursively: false },
            { name: 'arrival', test: arrival, includeDependenciesRecursively: false },
            { name: 'unfinished', test: unfinished, includeDependenciesRecursively: false },
            { name: 'after-paint', test: afterPaint, includeDependenciesRecursively: false },
            { name: 'cvm-parts', test: cvmParts, includeDependenciesRecursively: false },
            { name: 'engine', test: engine, includeDependenciesRecursively: false },
            { name: 'below-fleet', test: belowFleet, includeDependenciesRecursively: false },
            { name: 'table', test: table, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
  test: {
    restoreMocks: true,
    // Nothing here is timed: what takes a second on an idle machine may take many on one that does other things as well.
    testTimeout: 60_000,
    // Testing Library prints the page each time it looks in vain for what is still to come: a seventh of what screens cost here.
    // `DEBUG_PRINT_LIMIT=7000 npm run unit` shows it.
    env: { DEBUG_PRINT_LIMIT: process.env['DEBUG_PRINT_LIMIT'] ?? '0' },
    // Threads start sooner than processes. No module here has a state of its own that changes (`src/app/module-state.test.ts`), so what is not
    // a screen reads its modules once a thread and not once a file, which was a third of its time.
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          pool: 'threads',
          isolate: false,
          include: ['{src,gateway,sandbox,scripts}/**/*.test.ts'],
          exclude: [...defaultExclude, ...setsTimeZone],
        },
      },
      {
        extends: true,
        test: { name: 'screens', pool: 'threads', include: ['src/**/*.test.tsx'], setupFiles: ['src/app/testing/without-layout.ts'] },
      },
      { extends: true, test: { name: 'time-zone', pool: 'forks', include: setsTimeZone } },
    ],
    // Usually one core is left alone; on two that would be half of them, and much of what runs here waits.
    maxWorkers: '100%',
  },
})
