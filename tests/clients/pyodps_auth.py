"""PyODPS in its ways of proving who it is."""

import os

from odps import ODPS
from odps.accounts import AliyunAccount, BearerTokenAccount, StsAccount
from odps.tunnel import TableTunnel
from sluiceclient import errors, refused, run, same

ACCESS = os.environ["SLUICE_ACCESS_ID"], os.environ["SLUICE_ACCESS_KEY"]


def connect_as(account=None, **more):
    place = {"project": os.environ["SLUICE_PROJECT"], "endpoint": os.environ["SLUICE_ENDPOINT"]}
    if account is not None:
        return ODPS(account=account, **place, **more)
    return ODPS(*ACCESS, **place, **more)


def whole_way(odps, name):
    """Metadata, SQL and both directions of the tunnel."""
    odps.delete_table(name, if_exists=True)
    odps.create_table(name, "a bigint, b string")
    odps.write_table(name, [[1, "x + y"], [2, "中文"]])
    with odps.get_table(name).open_reader() as reader:
        same([tuple(r.values) for r in reader], [(1, "x + y"), (2, "中文")], "rows")
    with odps.execute_sql(f"select count(*) from {name}").open_reader() as reader:
        same(next(iter(reader))[0], 2, "count")
    odps.delete_table(name)


def version2(odps):
    whole_way(odps, "t_v2")


def version4(odps):
    odps = connect_as(region_name="cn-hangzhou")
    seen = []
    send = odps.rest.session.send

    def watch(request, **more):
        seen.append(request.headers.get("Authorization", ""))
        return send(request, **more)

    odps.rest.session.send = watch
    whole_way(odps, "t_v4")
    assert any("/cn-hangzhou/odps/aliyun_v4_request:" in text for text in seen), seen


def version4_with_a_wrong_secret(odps):
    wrong = AliyunAccount(ACCESS[0], "wrong")
    with refused(errors.ODPSError, "signature"):
        list(connect_as(wrong, region_name="cn-hangzhou").list_tables())


def sts_account(odps):
    whole_way(connect_as(StsAccount(*ACCESS, "a-token")), "t_sts")
    with refused(errors.ODPSError, "signature"):
        list(connect_as(StsAccount(ACCESS[0], "wrong", "a-token")).list_tables())


def bearer_token(odps):
    with refused(errors.ODPSError, "bearer tokens are not accepted"):
        list(connect_as(BearerTokenAccount("YSxiLDk5OTk5OTk5OTksZA==")).list_tables())


def quota_name(odps):
    with refused(errors.ODPSError, "quota"):
        TableTunnel(odps, quota_name="nobody").create_upload_session("t_quota")


run(version2, version4, version4_with_a_wrong_secret, sts_account, bearer_token, quota_name)
