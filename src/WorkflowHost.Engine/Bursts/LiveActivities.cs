using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Bursts;

/// <summary>
/// The activity instances that run, wait or are faulted, in the order they began. Joined through the instances themselves, so that
/// thousands of parallel branches come and go in constant time each; how many children a container has is counted, not searched.
/// </summary>
internal sealed class LiveActivities
{
    private ActivityContext? _last;

    public int Count { get; private set; }

    /// <summary>The one that began first; the others follow by <see cref="ActivityContext.NextLive"/>.</summary>
    public ActivityContext? First { get; private set; }

    /// <summary>Adds an instance at the end, unless it is there already.</summary>
    public void Add(ActivityContext context)
    {
        if (context.IsLive)
        {
            return;
        }

        context.PreviousLive = _last;
        if (_last is null)
        {
            First = context;
        }
        else
        {
            _last.NextLive = context;
        }

        _last = context;
        Count++;
        context.BecomeLive();
    }

    public void Remove(ActivityContext context)
    {
        if (!context.IsLive)
        {
            return;
        }

        if (context.PreviousLive is { } previous)
        {
            previous.NextLive = context.NextLive;
        }
        else
        {
            First = context.NextLive;
        }

        if (context.NextLive is { } next)
        {
            next.PreviousLive = context.PreviousLive;
        }
        else
        {
            _last = context.PreviousLive;
        }

        context.NextLive = null;
        context.PreviousLive = null;
        Count--;
        context.CeaseToLive();
    }

    public ActivityContext? Find(ulong number)
    {
        for (var each = First; each is not null; each = each.NextLive)
        {
            if (each.Number == number)
            {
                return each;
            }
        }

        return null;
    }

    /// <summary>
    /// Parents before their children, siblings turned round. As in Elsa each wait turns them round: that is the order in which a join
    /// or the end of a container cancels them.
    /// </summary>
    public IReadOnlyList<ActivityContext> InStoringOrder()
    {
        var order = new List<ActivityContext>(Count);
        var children = new Dictionary<ActivityContext, List<ActivityContext>>();
        for (var each = First; each is not null; each = each.NextLive)
        {
            var parent = each.Parent;
            while (parent is { IsLive: false })
            {
                parent = parent.Parent;
            }

            if (parent is null)
            {
                order.Add(each);
            }
            else if (children.TryGetValue(parent, out var siblings))
            {
                siblings.Add(each);
            }
            else
            {
                children[parent] = [each];
            }
        }

        order.Reverse();
        for (var i = 0; i < order.Count; i++)
        {
            if (children.TryGetValue(order[i], out var siblings))
            {
                siblings.Reverse();
                order.AddRange(siblings);
            }
        }

        return order;
    }

    /// <summary>Those that a container scheduled, as they are now: what is done with them may change the rest.</summary>
    public IReadOnlyList<ActivityContext> ChildrenOf(ActivityContext container)
    {
        if (container.LiveChildren == 0)
        {
            return [];
        }

        var children = new List<ActivityContext>(container.LiveChildren);
        for (var each = First; each is not null && children.Count < container.LiveChildren; each = each.NextLive)
        {
            if (each.Parent == container)
            {
                children.Add(each);
            }
        }

        return children;
    }
}
