import { Hono } from 'hono'
import { apiVersion, type ApiVersion } from '../answers/api-version.ts'
import { nodeRef } from '../answers/cvm-shapes.ts'
import type { ApiContext } from '../api-context.ts'
import { structured } from '../api-failure.ts'
import type { SandboxState } from '../../sandbox-state.ts'
import { queryNumber } from '../validate-request.ts'
import type { User } from '../../world/world.ts'

const credits = { balance: '184.20', granted: '20.00' }

const currentUser = (user: User, { hasTextIds }: ApiVersion) => ({
  user: {
    username: user.username,
    email: user.email,
    role: user.role,
    avatar: '',
    email_verified: true,
    totp_enabled: false,
    has_backup_codes: false,
    flag_has_password: true,
  },
  workspace: {
    ...workspaceAnswer(user),
    avatar: '',
    ...(hasTextIds ? { billing_status: user.workspace.billingStatus, suspended_at: null } : {}),
  },
  credits: { balance: credits.balance, granted_balance: credits.granted, is_post_paid: false, outstanding_amount: null },
})

const currentUserOld = (user: User) => ({
  username: user.username,
  email: user.email,
  credits: Number(credits.balance),
  granted_credits: Number(credits.granted),
  avatar: '',
  team_name: user.workspace.name,
  team_tier: 'PRO',
})

const workspaceAnswer = ({ workspace, role }: User) => ({
  id: workspace.id,
  name: workspace.name,
  slug: workspace.slug,
  tier: 'PRO',
  role: role === 'admin' ? 'member' : 'owner',
  is_default: true,
  created_at: '2025-03-04T09:30:00.000Z',
})

/** Who am I, and what surrounds me. */
export function workspaceRoutes(state: SandboxState) {
  const own = (user: User, slug: string) => {
    if (slug !== user.workspace.slug) throw structured(404, 'ERR-03-005', 'Workspace not found')
    return user.workspace
  }
  return new Hono<ApiContext>()
    .get('/auth/me', ({ req, var: { user }, json }) => {
      const version = apiVersion(req.raw, state.settings)
      return json(version.isNew ? currentUser(user, version) : currentUserOld(user))
    })
    .get('/workspaces', ({ var: { user }, json }) =>
      json({ data: [workspaceAnswer(user)], pagination: { has_more: false, next_cursor: null, total: 1 } }),
    )
    .get('/workspaces/:slug', ({ req, var: { user }, json }) => {
      own(user, req.param('slug'))
      return json(workspaceAnswer(user))
    })
    .get('/workspaces/:slug/nodes', ({ req, var: { user }, json }) => {
      own(user, req.param('slug'))
      const page = queryNumber(req.raw, 'page', { least: 1, otherwise: 1 })
      const size = queryNumber(req.raw, 'page_size', { least: 1, most: 100, otherwise: 20 })
      const { nodes } = state.world
      return json({
        items: nodes.slice((page - 1) * size, page * size).map((node) => nodeRef(node, apiVersion(req.raw, state.settings))),
        total: nodes.length,
        page,
        page_size: size,
        pages: Math.ceil(nodes.length / size),
      })
    })
    .get('/workspaces/:slug/quotas', ({ req, var: { user }, json }) => {
      const workspace = own(user, req.param('slug'))
      const unlimited = { limit: -1, remaining: -1 }
      const none = { limit: 0, remaining: 0 }
      return json({
        team_slug: workspace.slug,
        tier: 'PRO',
        quotas: { vm_slots: unlimited, vcpu: unlimited, memory_mb: unlimited, disk_gb: unlimited },
        reserved_nodes: none,
        reserved_gpu: { gpus: none, in_use: 0, misconfigured: 0 },
        as_of: state.clock.iso(),
      })
    })
}
