from diplold.maping import Claim
