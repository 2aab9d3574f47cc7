"""Policy: the garrison side repairs and rebuilds, and holds everywhere, or gives up small posts and strengthens the rest."""

from sim.campaign.state import MAX_GARRISON, Question, Standing
from sim.compiled import rule
from sim.draws import chance, uniform


@rule
def repair(campaign, p):
    """Walls are mended; where posts of the area were given up, those that are left are made stronger than they were."""
    post, given = campaign.posts[p], campaign.given
    if post.standing != Standing.HELD:
        return
    if campaign.areas[post.area].given_up > 0:
        strongest = campaign.kind_facts[post.kind].structure * given.policy_strongest
        post.full_structure = max(post.full_structure, min(strongest, post.full_structure + given.policy_fortified_per_week))
    post.structure += (post.full_structure - post.structure) * given.reserve_repaired_share_per_week


@rule
def lost_lately(campaign, a):
    """How many posts of this area were lost within the memory of those who command?"""
    lost, since = 0, campaign.world.tick - int(campaign.given.policy_memory_weeks)
    for p in range(campaign.world.posts):
        post = campaign.posts[p]
        if post.area == a and post.lost_week >= max(0, since):
            lost += 1
    return lost


@rule
def is_small(post, smallest_people):
    """Is this a post that would be given up?"""
    return post.standing == Standing.HELD and post.establishment < smallest_people


@rule
def smallest_post(campaign, a):
    """The post of this area that would be given up first: the one with the fewest people; -1 where there is none."""
    found, smallest = -1, campaign.given.policy_smallest_people
    for p in range(campaign.world.posts):
        post = campaign.posts[p]
        if post.area == a and is_small(post, smallest) and (found < 0 or post.people < campaign.posts[found].people):
            found = p
    return found


@rule
def draw_back(campaign, plan, a):
    """An area that has lost posts lately gives up its smallest one, at a rate."""
    given, drawn = campaign.given, uniform(campaign.world, campaign.areas[a].address, Question.GIVEN_UP)
    if given.policy_draws_back <= 0.0 or lost_lately(campaign, a) < given.policy_after_losses:
        return
    p = smallest_post(campaign, a)
    if p >= 0 and drawn < chance(given.policy_given_up_per_week, 1.0):
        give_up(campaign, plan, p)


@rule
def nearest_stronger(campaign, plan, p):
    """The nearest post of the same area that is held and large enough to be kept; -1 where there is none."""
    found, post = -1, campaign.posts[p]
    for k in range(campaign.world.posts):
        other = campaign.posts[k]
        keeps = other.standing == Standing.HELD and other.establishment >= campaign.given.policy_smallest_people
        if k != p and other.area == post.area and keeps and (found < 0 or plan.near_km[p, k] < plan.near_km[p, found]):
            found = k
    return found


@rule
def give_up(campaign, plan, p):
    """The people of a post march to the nearest one that is kept; without one, or room there, to the reserve."""
    post, to = campaign.posts[p], nearest_stronger(campaign, plan, p)
    if to >= 0 and campaign.posts[to].establishment + post.people <= MAX_GARRISON:
        campaign.posts[to].people += post.people
        campaign.posts[to].establishment += post.people
    else:
        campaign.areas[post.area].reserve += post.people
    post.people = 0
    post.standing = Standing.GIVEN_UP
    campaign.areas[post.area].given_up += 1
    campaign.world.given_up += 1


@rule
def rebuild(campaign, a):
    """Lost posts of this area are manned again from its reserve, one after the other while there are people enough."""
    for p in range(campaign.world.posts):
        if campaign.posts[p].area == a and may_be_rebuilt(campaign, campaign.posts[p]):
            man_again(campaign, campaign.posts[p])


@rule
def may_be_rebuilt(campaign, post):
    """Is this a lost post whose time has come, and are there people enough?"""
    given, world = campaign.given, campaign.world
    if post.standing != Standing.LOST or world.tick < post.lost_week + given.policy_rebuilt_after_weeks:
        return False
    drawn = uniform(world, post.address, Question.REBUILT)
    return campaign.areas[post.area].reserve >= post.establishment and drawn < chance(given.policy_rebuilt_share_per_week, 1.0)


@rule
def man_again(campaign, post):
    """The reserve sends its people; the walls are to be built."""
    area = campaign.areas[post.area]
    area.reserve -= post.establishment
    post.people = post.establishment
    post.standing = Standing.HELD
    post.burned = 0
    post.structure = 0.0
    area.rebuilt += 1
    campaign.world.rebuilt += 1
