/**
 * Who may import whom. The layers, top to bottom: app, routes, features, updates, api, chain and compose, domain, lib; and features, ui, lib.
 * Run by `npm run check:architecture`, which also fails when no module was read.
 */
const layer = (name) => `^src/${name}/`
const onlyFrom = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    onlyFrom(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'A cycle has no bottom to start reading from; types do not count.',
    ),
    onlyFrom(
      'features-stand-alone',
      { path: '^src/features/([^/]+)/' },
      { path: layer('features'), pathNot: '^src/features/$1/' },
      'What two features share moves down.',
    ),
    onlyFrom(
      'routes-are-top',
      { path: '^src/(features|updates|api|chain|compose|domain|ui|lib)/' },
      { path: '^src/(app|routes)/' },
      'Nothing below a route imports it.',
    ),
    onlyFrom(
      'updates-below-features',
      { path: '^src/(updates|api|chain|compose|domain|ui|lib)/' },
      { path: layer('features') },
      'Layers point down.',
    ),
    onlyFrom(
      'updates-without-ui',
      { path: '^src/(updates|api|chain|compose|domain|lib)/' },
      { path: layer('ui') },
      'The engine knows no screen.',
    ),
    onlyFrom('api-and-chain-below-updates', { path: '^src/(api|chain|domain|ui|lib)/' }, { path: layer('updates') }, 'Layers point down.'),
    onlyFrom('api-and-chain-are-siblings', { path: layer('api') }, { path: layer('chain') }, 'Siblings do not import each other.'),
    onlyFrom('chain-and-api-are-siblings', { path: layer('chain') }, { path: layer('api') }, 'Siblings do not import each other.'),
    onlyFrom(
      'compose-is-pure',
      { path: layer('compose') },
      { path: '^src/', pathNot: '^src/(compose|domain|lib)/' },
      'It is read in a worker and on the command line.',
    ),
    onlyFrom(
      'domain-is-pure',
      { path: layer('domain') },
      { path: '^src/', pathNot: '^src/(domain|lib)/' },
      'Words of the field know no one above them.',
    ),
    onlyFrom(
      'ui-knows-no-api',
      { path: layer('ui') },
      { path: '^src/', pathNot: '^src/(ui|lib)/' },
      'Components say what they show, not where it comes from.',
    ),
    onlyFrom('lib-is-bottom', { path: layer('lib') }, { path: '^src/', pathNot: layer('lib') }, 'Nothing lies below lib.'),
    onlyFrom(
      'browser-never-imports-servers',
      { path: '^src/' },
      { path: '^(gateway|sandbox|e2e)/' },
      'The bundle holds nothing of the servers.',
    ),
    onlyFrom(
      'gateway-never-needs-sandbox',
      { path: '^gateway/' },
      { path: '^sandbox/', pathNot: '^sandbox/sandbox\\.ts$' },
      'Only its interface; the code is loaded by name when no upstream is set.',
    ),
    onlyFrom(
      'sandbox-shares-the-contract-only',
      { path: '^sandbox/' },
      { path: '^src/', pathNot: '^src/(api/schemas|domain|chain|lib)/' },
      'The schemas and the words are the one contract.',
    ),
    onlyFrom('sandbox-knows-no-gateway', { path: '^sandbox/' }, { path: '^gateway/' }, 'The gateway holds the sandbox, not the other way.'),
    onlyFrom(
      'wagmi-behind-the-wallet-door',
      { path: '^src/', pathNot: '^src/features/hash-registration/' },
      { path: 'node_modules/(wagmi|@wagmi)/' },
      'The wallet door is the only one who knows wagmi.',
    ),
    onlyFrom(
      'viem-in-two-rooms',
      { path: '^src/', pathNot: '^src/(chain|features/hash-registration)/' },
      { path: 'node_modules/viem/' },
      'Chain code is a chunk of its own.',
    ),
    onlyFrom(
      'no-react-in-the-engine',
      { path: '^src/(updates|api|chain|compose|domain|lib)/', pathNot: '/use-[a-z-]+\\.tsx?$' },
      { path: 'node_modules/react(-dom)?/' },
      'Pure below the screens.',
    ),
    onlyFrom('nothing-unresolved', {}, { couldNotResolve: true }, 'An import that leads nowhere.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|\\.test\\.tsx?$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
}
