"""PyODPS in its ways of proving who it is."""

import base64
import hmac
import json
import os
import time

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


def everything_in(project):
    return {
        "Statement": [
            {
                "Action": ["odps:*"],
                "Effect": "Allow",
                "Resource": [f"acs:odps:*:projects/{project}", f"acs:odps:*:projects/{project}/*"],
            }
        ],
        "Version": "1",
    }


def bearer_token(odps):
    token = odps.get_project().generate_auth_token(everything_in(odps.project), "bearer", 2)
    whole_way(connect_as(BearerTokenAccount(token)), "t_bearer")
    with refused(errors.ODPSError, "bearer token"):
        list(connect_as(BearerTokenAccount("YSxiLDk5OTk5OTk5OTksZA==")).list_tables())
    with refused(errors.ODPSError, "sign with the access key"):
        connect_as(BearerTokenAccount(token)).get_project().generate_auth_token(
            everything_in(odps.project), "bearer", 2
        )


def bearer_token_that_only_reads(odps):
    odps.delete_table("t_shown", if_exists=True)
    odps.create_table("t_shown", "a bigint")
    odps.write_table("t_shown", [[5]])
    policy = everything_in(odps.project)
    policy["Statement"][0]["Action"] = ["odps:Read"]
    policy["Statement"][0]["Resource"] = [f"acs:odps:*:projects/{odps.project}/tables/t_shown"]
    reader = connect_as(BearerTokenAccount(odps.get_project().generate_auth_token(policy, "bearer", 2)))
    with reader.get_table("t_shown").open_reader() as records:
        same([r[0] for r in records], [5], "rows")
    with refused(errors.NoPermission):
        reader.write_table("t_shown", [[6]])
    with refused(errors.NoPermission):
        reader.execute_sql("drop table t_shown")
    odps.delete_table("t_shown")


def expired_bearer_token(odps):
    """PyODPS asks for a new token once when the old one has run out."""
    policy = everything_in(odps.project)
    text = f"ODPS_OBO:{ACCESS[0]},{int(time.time()) - 1},{json.dumps(policy)}"
    signature = base64.b64encode(hmac.new(ACCESS[1].encode(), text.encode(), "sha256").digest()).decode()
    old = base64.b64encode(f"{signature},{text}".encode()).decode()
    fresh = odps.get_project().generate_auth_token(policy, "bearer", 2)
    with refused(errors.AuthenticationRequestExpired):
        list(connect_as(BearerTokenAccount(old, get_bearer_token_fun=lambda: old)).list_tables())
    renewing = connect_as(BearerTokenAccount(old, get_bearer_token_fun=lambda: fresh))
    list(renewing.list_tables())
    same(renewing.account.token, fresh, "token")


def quota_name(odps):
    with refused(errors.ODPSError, "quota"):
        TableTunnel(odps, quota_name="nobody").create_upload_session("t_quota")


run(
    version2,
    version4,
    version4_with_a_wrong_secret,
    sts_account,
    bearer_token,
    bearer_token_that_only_reads,
    expired_bearer_token,
    quota_name,
)
