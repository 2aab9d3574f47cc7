"""A class plays in its browsers, in the local network, without internet. `python -m experiments.workshop`."""

from experiments.door import Job, through_door


def work(job: Job) -> None:
    """Serve until it is stopped."""
    from experiments.hosting.served import serve
    from experiments.hosting.settings import WorkshopSettings
    from experiments.settings import judge_settings

    serve(judge_settings(WorkshopSettings, job))


def main() -> None:
    """The command."""
    through_door("workshop", work)


if __name__ == "__main__":
    main()
