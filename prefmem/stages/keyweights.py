"""Weights of `keys.features`, learned by `training/keys/train.py`."""

SAME_WEIGHTS = (-5.1570, 14.6679, 4.6673, 0.4386, 2.6636, 2.5726, -1.1506, 5.5305)
NEAR_WEIGHTS = (-4.6631, 13.5198, 1.2813, 0.2924, -0.6029, 2.5034, -0.9145, 4.4146, 3.1435, 3.2602)
